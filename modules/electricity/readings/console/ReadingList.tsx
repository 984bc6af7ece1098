import PhotoIcon from '@mui/icons-material/PhotoCameraOutlined';
import { Button, IconButton, Link, Stack } from '@mui/material';
import { Link as RouterLink } from 'react-router-dom';
import {
  api,
  byChoice,
  type Camelized,
  type Column,
  fileUrl,
  Page,
  ResourceList,
  RowCard,
  StateChip,
  useAction,
  useCan,
  useFormat,
  useLabels,
} from '../../../../kernel/ui/index.ts';
import { showNumber } from '../../meters/contract.ts';
import { type Reading as Answer, READING_STATES } from '../contract.ts';

const LABELS = 'console.electricity.reading';

type Reading = Camelized<Answer>;

const TONES = { counted: 'good', late: 'neutral', flagged: 'warning', dismissed: 'neutral' } as const;

/** All readings, with those that wait for somebody to judge them. */
export default function ReadingList() {
  const label = useLabels(LABELS);
  return (
    <Page title={label('many')} subtitle={label('many_text')}>
      <ReadingRows />
    </Page>
  );
}

/** Readings with their flags; those that wait have the buttons to judge them. With `fixed`: of one meter. */
export function ReadingRows({ fixed }: { fixed?: { meterId: string } }) {
  const format = useFormat();
  const label = useLabels(LABELS);
  const kwh = (wh: number) => `${format.number(wh / 1000)} kWh`;
  const state = (one: Reading) => (
    <StateChip tone={TONES[one.state]} label={label(one.flag ? `flag.${one.flag}` : one.state)} />
  );
  const from = (one: Reading) => (
    <Stack direction="row" sx={{ alignItems: 'center', gap: 0.5 }}>
      {one.by}
      {one.fileId && (
        <IconButton
          size="small"
          component="a"
          href={fileUrl(`/files/${one.fileId}`)}
          target="_blank"
          aria-label={label('photo')}
        >
          <PhotoIcon fontSize="small" />
        </IconButton>
      )}
    </Stack>
  );
  const ofMeter = ({ meter }: Reading) => (
    <Link component={RouterLink} underline="hover" to={`/electricity/meters/${meter.id}?tab=readings`}>
      {showNumber(meter.number)}
    </Link>
  );
  const used = (one: Reading) => (one.usedWh === null ? '' : kwh(one.usedWh));
  const columns: Column<Reading>[] = [
    { key: 'takenAt', label: label('takenAt'), time: (one) => one.takenAt },
    ...(fixed ? [] : [{ key: 'meter', label: label('meter'), nowrap: true, render: ofMeter }]),
    { key: 'register', label: label('register'), align: 'right', nowrap: true, render: (one) => kwh(one.registerWh) },
    { key: 'used', label: label('used'), align: 'right', nowrap: true, render: used },
    { key: 'state', label: label('state'), render: state },
    { key: 'by', label: label('by'), from: 'md', render: from },
    { key: 'judge', label: '', render: (one) => <Judge reading={one} /> },
  ];
  return (
    <ResourceList<Reading>
      resource="electricity/readings"
      live={['electricity.meter', 'electricity.reading']}
      columns={columns}
      {...(fixed && { fixed, embedded: true, perPage: 10 })}
      card={(one) => (
        <RowCard
          title={kwh(one.registerWh)}
          note={[showNumber(one.meter.number), format.dateTime(one.takenAt), one.by]}
          right={state(one)}
        >
          <Judge reading={one} />
        </RowCard>
      )}
      {...(!fixed && { filters: [byChoice('state', label('state'), READING_STATES, label)] })}
      empty={{ title: label('none'), text: label('none_text') }}
    />
  );
}

function Judge({ reading }: { reading: Reading }) {
  const can = useCan();
  const { busy, run } = useAction();
  const label = useLabels(LABELS);
  if (reading.state !== 'flagged' || !can('electricity.meter.write')) return null;
  const judge = (accept: boolean) =>
    run(() => api.post(`/electricity/readings/${reading.id}/review`, { accept }), { done: 'console.saved' });
  return (
    <Stack direction="row" sx={{ gap: 1 }}>
      <Button size="small" variant="contained" disabled={busy} onClick={() => judge(true)}>
        {label('accept')}
      </Button>
      <Button size="small" color="inherit" disabled={busy} onClick={() => judge(false)}>
        {label('dismiss')}
      </Button>
    </Stack>
  );
}
