import PhotoIcon from '@mui/icons-material/PhotoCameraOutlined';
import { Button, IconButton, Link, Stack, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Link as RouterLink } from 'react-router-dom';
import {
  api,
  type Camelized,
  type Column,
  fileUrl,
  ResourceList,
  StateChip,
  useAction,
  useCan,
  useFormat,
} from '../../../../kernel/ui/index.ts';
import { showNumber } from '../../meters/contract.ts';
import { type Reading as Answer, READING_STATES } from '../contract.ts';

type Reading = Camelized<Answer>;

const TONES = { counted: 'good', late: 'neutral', flagged: 'warning', dismissed: 'neutral' } as const;

/** Readings with their flags; those that wait have the buttons to judge them. With `fixed`: of one meter. */
export function ReadingRows({ fixed }: { fixed?: { meterId: string } }) {
  const translate = useTranslate();
  const format = useFormat();
  const label = (name: string) => translate(`console.electricity.reading.${name}`);
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
  const ofMeter: Column<Reading> = {
    key: 'meter',
    label: label('meter'),
    nowrap: true,
    render: (one) => (
      <Link component={RouterLink} underline="hover" to={`/electricity/meters/${one.meter.id}?tab=readings`}>
        {showNumber(one.meter.number)}
      </Link>
    ),
  };
  const columns: Column<Reading>[] = [
    { key: 'takenAt', label: label('takenAt'), nowrap: true, render: (one) => format.dateTime(one.takenAt) },
    ...(fixed ? [] : [ofMeter]),
    { key: 'register', label: label('register'), align: 'right', nowrap: true, render: (one) => kwh(one.registerWh) },
    {
      key: 'used',
      label: label('used'),
      align: 'right',
      nowrap: true,
      render: (one) => (one.usedWh === null ? '' : kwh(one.usedWh)),
    },
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
        <Stack sx={{ gap: 0.5 }}>
          <Stack direction="row" sx={{ justifyContent: 'space-between', gap: 1 }}>
            <Typography sx={{ fontWeight: 600 }}>{kwh(one.registerWh)}</Typography>
            {state(one)}
          </Stack>
          <Typography variant="caption" color="textSecondary">
            {[showNumber(one.meter.number), format.dateTime(one.takenAt), one.by].join(' · ')}
          </Typography>
          <Judge reading={one} />
        </Stack>
      )}
      {...(!fixed && {
        filters: [
          {
            kind: 'choice' as const,
            source: 'state',
            label: label('state'),
            choices: READING_STATES.map((id) => ({ id, name: label(id) })),
          },
        ],
      })}
      empty={{ title: label('none'), text: label('none_text') }}
    />
  );
}

function Judge({ reading }: { reading: Reading }) {
  const translate = useTranslate();
  const can = useCan();
  const { busy, run } = useAction();
  if (reading.state !== 'flagged' || !can('electricity.meter.write')) return null;
  const label = (name: string) => translate(`console.electricity.reading.${name}`);
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
