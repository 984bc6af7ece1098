import ZoomInIcon from '@mui/icons-material/Add';
import ZoomOutIcon from '@mui/icons-material/Remove';
import { Box, IconButton, Skeleton, Stack, TextField, Typography } from '@mui/material';
import { type Theme, useTheme } from '@mui/material/styles';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslate } from 'react-admin';
import type { Static } from 'typebox';
import { latinDigits } from '../../../../kernel/lib/digits.ts';
import {
  type Camelized,
  Caption,
  ErrorNote,
  Panel,
  useFormat,
  useGet,
  useLabels,
} from '../../../../kernel/ui/index.ts';
import type { Raffle } from '../../raffles/console/useRaffles.ts';
import type * as contract from '../contract.ts';
import { LEVELS } from '../portal/grid/layout.ts';
import { NumberGrid } from '../portal/grid/number-grid.ts';
import { labelAt, type Numbers, numbersOf, stateAt } from '../portal/grid/state.ts';
import { Blocks } from './Blocks.tsx';

type Availability = Camelized<Static<typeof contract.Availability>>;

type Props = { raffle: Raffle; chosen: number | null; onChoose: (number: number) => void };

/** The largest cells that still show the whole raffle at once, where possible. */
const levelFor = (count: number) => (count <= 200 ? 3 : count <= 1000 ? 2 : 1);
/** Up to this size the grid needs no overview. */
const WITHOUT_BLOCKS = 1000;
const NOTHING: ReadonlySet<number> = new Set();

/** All numbers of a raffle as a live heat map; a click shows the holder of a number. */
export function NumberMap({ raffle, chosen, onChoose }: Props) {
  const translate = useTranslate();
  const live = [`raffle.grid:${raffle.id}`];
  const query = useGet<Availability>(`/raffle/raffles/${raffle.id}/availability`, {}, { live });
  const numbers = useMemo(() => query.data && numbersOf(query.data, raffle.digits), [query.data, raffle.digits]);
  return (
    <Panel title={translate('console.raffle.raffle.numbers')}>
      {query.error && <ErrorNote error={query.error} onRetry={() => query.refetch()} />}
      {query.isPending && <Skeleton variant="rounded" height={360} />}
      {numbers && <Grid numbers={numbers} raffle={raffle} chosen={chosen} onChoose={onChoose} />}
    </Panel>
  );
}

function Grid({ numbers, raffle, chosen, onChoose }: Props & { numbers: Numbers }) {
  const label = useLabels('console.raffle.number');
  const format = useFormat();
  const theme = useTheme();
  const [view, setView] = useState({ from: 0, to: 0, level: levelFor(numbers.count) });
  const [pointed, setPointed] = useState<{ place: number; by: 'keyboard' | 'mouse' } | null>(null);
  const grid = useRef<NumberGrid | null>(null);
  const latest = useRef(onChoose);
  latest.current = (place: number) => onChoose(numbers.first + place);
  const picked = useMemo(
    () => (chosen === null ? NOTHING : new Set([chosen - numbers.first])),
    [chosen, numbers.first],
  );

  const attach = useCallback((scroller: HTMLDivElement | null) => {
    if (!scroller) {
      grid.current?.end();
      grid.current = null;
      return;
    }
    const [canvas, spacer] = scroller.children as unknown as [HTMLCanvasElement, HTMLElement];
    const made = new NumberGrid(
      { scroller, canvas, spacer },
      {
        tap: (place) => latest.current(place),
        point: (place, by) => setPointed(place === null ? null : { place, by }),
        view: ({ from, to }, level) =>
          setView((now) => (now.from === from && now.to === to && now.level === level ? now : { from, to, level })),
      },
      { nearFirst: false },
    );
    grid.current = made;
  }, []);
  useEffect(() => {
    const made = grid.current;
    if (!made) return;
    made.level = levelFor(numbers.count);
  }, [numbers.count]);
  useEffect(() => grid.current?.show(numbers, picked), [numbers, picked]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the canvas reads the theme's colours when it paints.
  useEffect(() => grid.current?.paintSoon(), [theme]);

  const stateOf = (place: number) => label(stateAt(numbers, place));
  const { available, reserved, sold, total } = raffle.counts;
  return (
    <Stack sx={{ gap: 1.5, ...colours(theme) }}>
      <Stack direction="row" sx={{ gap: 1.5, alignItems: 'center', flexWrap: 'wrap' }}>
        <Find numbers={numbers} go={(place) => grid.current?.reveal(place)} open={(place) => latest.current(place)} />
        <Legend />
        <Box sx={{ flex: 1 }} />
        <Stack direction="row">
          <IconButton
            aria-label={label('farther')}
            disabled={view.level === 0}
            onClick={() => grid.current?.zoom(view.level - 1)}
          >
            <ZoomOutIcon />
          </IconButton>
          <IconButton
            aria-label={label('nearer')}
            disabled={view.level === LEVELS.length - 1}
            onClick={() => grid.current?.zoom(view.level + 1)}
          >
            <ZoomInIcon />
          </IconButton>
        </Stack>
      </Stack>
      {numbers.count > WITHOUT_BLOCKS && (
        <Blocks numbers={numbers} shown={view} go={(place) => grid.current?.reveal(place, false)} />
      )}
      <Box
        ref={attach}
        tabIndex={0}
        role="application"
        aria-label={label('summary', {
          total: format.number(total),
          free: format.number(available),
          reserved: format.number(reserved),
          sold: format.number(sold),
        })}
        aria-describedby="number-map-keys"
        sx={SCROLLER}
      >
        <canvas />
        <div />
      </Box>
      <Caption sx={{ minHeight: '1.5em' }} aria-live="polite">
        {pointed && pointed.place < numbers.count
          ? `${labelAt(numbers, pointed.place)} · ${stateOf(pointed.place)}`
          : label('range', {
              from: labelAt(numbers, view.from),
              to: labelAt(numbers, Math.max(view.from, view.to - 1)),
            })}
      </Caption>
      <Box component="p" id="number-map-keys" sx={UNSEEN}>
        {label('keys')}
      </Box>
    </Stack>
  );
}

type FindProps = { numbers: Numbers; go: (place: number) => void; open: (place: number) => void };

function Find({ numbers, go, open }: FindProps) {
  const translate = useTranslate();
  const [text, setText] = useState('');
  const placeOf = (value: string) => {
    const typed = latinDigits(value).trim();
    return /^\d{1,7}$/.test(typed) ? Number(typed) - numbers.first : -1;
  };
  const inside = (place: number) => place >= 0 && place < numbers.count;
  const place = placeOf(text);
  return (
    <Box
      component="form"
      onSubmit={(event) => {
        event.preventDefault();
        if (inside(place)) open(place);
      }}
    >
      <TextField
        label={translate('console.raffle.number.find')}
        value={text}
        error={text !== '' && !inside(place)}
        onChange={(event) => {
          setText(event.target.value);
          const next = placeOf(event.target.value);
          if (inside(next)) go(next);
        }}
        sx={{ width: 150 }}
        slotProps={{ htmlInput: { inputMode: 'numeric' } }}
      />
    </Box>
  );
}

function Legend() {
  const translate = useTranslate();
  return (
    <Stack direction="row" component="ul" sx={{ listStyle: 'none', m: 0, p: 0, gap: 1.5, flexWrap: 'wrap' }}>
      {(['free', 'reserved', 'sold'] as const).map((kind) => (
        <Stack key={kind} direction="row" component="li" sx={{ alignItems: 'center', gap: 0.75 }}>
          <Box
            sx={{
              width: 14,
              height: 14,
              borderRadius: '4px',
              bgcolor: `var(--grid-${kind})`,
              border: kind === 'free' ? '1px solid var(--grid-line)' : 0,
            }}
          />
          <Typography variant="caption">{translate(`console.raffle.number.${kind}`)}</Typography>
        </Stack>
      ))}
    </Stack>
  );
}

/** A heat map for staff: sold numbers stand out here, free ones on the buyers' page. */
function colours({ palette }: Theme) {
  const dark = palette.mode === 'dark';
  return {
    '--grid-free': dark ? '#242c29' : '#f1efe8',
    '--grid-free-ink': palette.text.secondary,
    '--grid-line': dark ? '#39423e' : '#d8d5cb',
    '--grid-reserved': dark ? '#b98a3d' : '#e9b85c',
    '--grid-reserved-ink': dark ? '#1d1403' : '#4a3206',
    '--grid-sold': dark ? '#3f8f79' : '#0f5c4d',
    '--grid-sold-ink': dark ? '#e9f6f1' : '#e4f2ed',
    '--grid-chosen': palette.info.main,
    '--grid-chosen-ink': palette.info.contrastText,
    '--grid-ring': dark ? '#fb923c' : '#c2410c',
    '--grid-map-free': dark ? '#242c29' : '#eeece5',
    '--grid-map-reserved': dark ? '#b98a3d' : '#e9b85c',
    '--grid-map-sold': dark ? '#3f8f79' : '#0f5c4d',
  };
}

const SCROLLER = {
  position: 'relative',
  maxHeight: { xs: '56dvh', md: 520 },
  overflowX: 'hidden',
  overflowY: 'auto',
  touchAction: 'pan-y',
  cursor: 'pointer',
  borderRadius: 2,
  '&:focus-visible': { outline: '2px solid', outlineColor: 'primary.main', outlineOffset: 3 },
  '& > canvas': { position: 'sticky', top: 0, display: 'block', height: 0 },
} as const;

const UNSEEN = {
  position: 'absolute',
  width: '1px',
  height: '1px',
  m: 0,
  overflow: 'hidden',
  clipPath: 'inset(50%)',
  whiteSpace: 'nowrap',
} as const;
