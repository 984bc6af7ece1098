import { Alert, Box, Button, Chip, Skeleton, Stack, Typography } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { api, Caption, ErrorNote, Page, Panel, useAction, useUnsaved } from '../../../../kernel/ui/index.ts';
import { ExhibitionChoice } from '../../exhibitions/console/ExhibitionChoice.tsx';
import { StallChoice } from '../../stalls/console/StallChoice.tsx';
import { useStalls } from '../../stalls/console/useStalls.ts';
import { KEY, KEY_NAME, KEYS, keyColours } from './looks.ts';
import type { Item } from './types.ts';
import { useExhibition } from './useExhibition.ts';
import { useItems } from './useItems.ts';
import { useItemWords } from './useItemWords.ts';

/** Three rows of eight; more appear as they fill. */
const MIN_PLACES = 24;
const MAX_PLACES = 99;

/** The keys of an exhibition's desk, arranged by touch or keyboard: choose an item, then the place it goes to. */
export default function KeysPage() {
  const { label } = useItemWords();
  const [chosen, setChosen] = useState('');
  const { exhibitions, exhibitionId } = useExhibition(chosen);
  const { stalls } = useStalls(exhibitionId);
  const [stallId, setStallId] = useState('');
  const { data, error, isPending, refetch } = useItems(exhibitionId);
  const [round, setRound] = useState(0);
  return (
    <Page title={label('keys')} subtitle={label('keys_text')} back="/exhibition/items">
      <Stack sx={{ gap: 2.5 }}>
        {exhibitions.length > 1 && (
          <ExhibitionChoice
            exhibitions={exhibitions}
            value={exhibitionId}
            onChange={setChosen}
            sx={{ maxWidth: 420 }}
          />
        )}
        <StallChoice stalls={stalls} value={stallId} onChange={setStallId} />
        {error && <ErrorNote error={error} />}
        {isPending && exhibitionId && <Skeleton variant="rounded" height={320} />}
        {data && (
          <Keys
            key={`${exhibitionId} ${stallId} ${round}`}
            exhibitionId={exhibitionId}
            stallId={stallId || null}
            items={data.filter((item) => (item.stallId ?? '') === stallId)}
            onAgain={async () => {
              await refetch();
              setRound(round + 1);
            }}
          />
        )}
      </Stack>
    </Page>
  );
}

type KeysProps = { exhibitionId: string; stallId: string | null; items: Item[]; onAgain: () => Promise<void> };
/** item's id → its place */
type Places = ReadonlyMap<string, number>;

const listOf = (places: Places) => [...places].map(([itemId, quickKey]) => ({ itemId, quickKey }));
const same = (a: Places, b: Places) => a.size === b.size && [...a].every(([id, key]) => b.get(id) === key);

function Keys({ exhibitionId, stallId, items, onAgain }: KeysProps) {
  const { label } = useItemWords();
  const translate = useTranslate();
  const { busy, run } = useAction();
  // As they were when the page opened: who arranged them meanwhile is told apart by the server.
  const [seen] = useState<Places>(
    () => new Map(items.flatMap(({ id, quickKey }) => (quickKey === null ? [] : [[id, quickKey] as const]))),
  );
  const [places, setPlaces] = useState(seen);
  const [held, setHeld] = useState<string | null>(null);
  useUnsaved(() => !same(places, seen));
  const at = new Map([...places].map(([id, key]) => [key, items.find((item) => item.id === id)]));
  const count = Math.min(MAX_PLACES, Math.max(MIN_PLACES, Math.max(0, ...places.values()) + 8));

  /** The held item goes to this place; who is there goes to where it came from. */
  const press = (key: number) => {
    const there = at.get(key);
    if (held === null) return setHeld(there?.id ?? null);
    const next = new Map(places);
    const from = places.get(held);
    if (there && there.id !== held) {
      if (from === undefined) next.delete(there.id);
      else next.set(there.id, from);
    }
    next.set(held, key);
    setPlaces(next);
    setHeld(null);
  };
  const clear = () => {
    if (held === null) return;
    const next = new Map(places);
    next.delete(held);
    setPlaces(next);
    setHeld(null);
  };
  const store = () => {
    const keys = { exhibitionId, stallId, keys: listOf(places), expected: listOf(seen) };
    return run(() => api.post('/exhibition/quick-keys', keys), { done: 'console.saved' }).then((done) =>
      done ? onAgain() : undefined,
    );
  };
  // A variant is reached by the key of its item, and may have its own besides.
  const without = items.filter(({ id }) => !places.has(id));
  return (
    <>
      <Panel
        title={held === null ? label('keys_choose') : label('keys_place')}
        actions={
          <Stack direction="row" sx={{ gap: 1 }}>
            {held !== null && places.has(held) && (
              <Button size="small" color="inherit" onClick={clear}>
                {label('keys_clear')}
              </Button>
            )}
            <Button variant="contained" size="small" disabled={busy || same(places, seen)} onClick={() => void store()}>
              {translate('ra.action.save')}
            </Button>
          </Stack>
        }
      >
        <Box sx={KEYS}>
          {Array.from({ length: count }, (_, index) => index + 1).map((key) => {
            const item = at.get(key);
            return (
              <Button
                key={key}
                color="inherit"
                aria-pressed={item !== undefined && held === item.id}
                onClick={() => press(key)}
                sx={{
                  ...KEY,
                  ...keyColours(item?.colour ?? null),
                  ...(item ? {} : { borderStyle: 'dashed', color: 'text.secondary' }),
                  ...(item && held === item.id && HELD),
                }}
              >
                <Caption>{key}</Caption>
                <Typography variant="body2" sx={KEY_NAME}>
                  {item?.name ?? ''}
                </Typography>
              </Button>
            );
          })}
        </Box>
      </Panel>
      {without.length > 0 && (
        <Panel title={label('keys_without')}>
          <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap' }}>
            {without.map((item) => (
              <Chip
                key={item.id}
                label={item.name}
                variant="outlined"
                aria-pressed={held === item.id}
                onClick={() => setHeld(held === item.id ? null : item.id)}
                sx={{ ...keyColours(item.colour), ...(held === item.id && HELD) }}
              />
            ))}
          </Stack>
        </Panel>
      )}
      {items.length === 0 && <Alert severity="info">{label('none_text')}</Alert>}
    </>
  );
}

const HELD = { outline: '3px solid', outlineColor: 'primary.main', outlineOffset: 1 } as const;
