import OfflineIcon from '@mui/icons-material/CloudOffOutlined';
import { Stack, Tooltip, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import {
  byChoice,
  Caption,
  type Column,
  dotted,
  ExportButton,
  type Filter,
  Page,
  ResourceList,
  StateChip,
  useCan,
  useFormat,
  useLabels,
} from '../../../../../kernel/ui/index.ts';
import { useMeals } from '../../../meals/console/useMeals.ts';
import { StudentName } from '../../../students/console/StudentName.tsx';
import { EAT_REASONS } from '../../may-eat.rule.ts';
import type { ScanRow } from '../types.ts';

const LABELS = 'console.mess.scan';

/** The list of scans. */
export default function ScanList() {
  const label = useLabels(LABELS);
  const can = useCan();
  const actions = can('mess.export') && <ExportButton path="/mess/scans/export" />;
  return (
    <Page title={label('many')} subtitle={label('text')} actions={actions}>
      <ScanTable />
    </Page>
  );
}

/** Every scan, refusals too, updated live; of everybody, or of one student. */
export function ScanTable({ studentId }: { studentId?: string }) {
  const translate = useTranslate();
  const label = useLabels(LABELS);
  const columns = useColumns(studentId !== undefined);
  const meals = useMeals().data ?? [];
  const yesNo = ['true', 'false'] as const;
  const filters: Filter[] = [
    byChoice('allowed', label('verdict'), yesNo, (id) => label(id === 'true' ? 'allowed' : 'refused')),
    byChoice('reason', label('reason'), EAT_REASONS, (id) => translate(`console.mess.reason.${id}`)),
    byChoice('offline', label('network'), ['false', 'true'], (id) => label(id === 'true' ? 'offline' : 'online')),
    {
      kind: 'choice',
      source: 'meal',
      label: label('meal'),
      choices: meals.map(({ code, name }) => ({ id: code, name })),
    },
    { kind: 'day', source: 'serviceOn', label: label('serviceOn') },
  ];
  return (
    <ResourceList<ScanRow>
      resource="mess/scans"
      live={['mess.scan']}
      embedded={studentId !== undefined}
      fixed={studentId ? { studentId } : undefined}
      perPage={studentId ? 10 : 25}
      columns={columns}
      card={(scan) => <ScanCard scan={scan} ofOne={studentId !== undefined} />}
      filters={studentId ? undefined : filters}
      empty={{ title: label('none'), text: label('none_text') }}
    />
  );
}

/** Where and how it was scanned. */
function Door({ scan }: { scan: ScanRow }) {
  const label = useLabels(LABELS);
  return (
    <Stack direction="row" sx={{ gap: 0.5, alignItems: 'center' }}>
      <span>{scan.deviceName}</span>
      {scan.offline && (
        <Tooltip title={label('offline')}>
          <OfflineIcon fontSize="inherit" color="disabled" titleAccess={label('offline')} />
        </Tooltip>
      )}
    </Stack>
  );
}

/** The verdict, and the reason a supervisor gave. */
function Verdict({ scan: { allowed, reason, byHandReason, settle } }: { scan: ScanRow }) {
  const label = useLabels(LABELS);
  const translate = useTranslate();
  const because = (why: string | null) => translate(`console.mess.reason.${why}`);
  return (
    <Stack sx={{ alignItems: 'flex-start', gap: 0.25 }}>
      <StateChip tone={allowed ? 'good' : 'bad'} label={allowed ? label('allowed') : because(reason)} />
      {byHandReason && <Caption>{label('by_hand', { reason: byHandReason })}</Caption>}
      {settle && <Caption>{label('settle', { reason: because(settle) })}</Caption>}
    </Stack>
  );
}

function useColumns(ofOne: boolean): Column<ScanRow>[] {
  const translate = useTranslate();
  const label = useLabels(LABELS);
  const student = { key: 'student', label: translate('console.mess.student.one'), render: who };
  const door = (scan: ScanRow) => <Door scan={scan} />;
  return [
    { key: 'at', label: label('at'), time: (scan) => scan.at },
    ...(ofOne ? [] : [student]),
    { key: 'verdict', label: label('verdict'), render: (scan) => <Verdict scan={scan} /> },
    { key: 'meal', label: label('meal'), nowrap: true, render: (scan) => scan.meal?.name ?? '—' },
    { key: 'door', label: label('door'), nowrap: true, from: ofOne ? 'lg' : 'md', render: door },
  ];
}

const who = ({ student }: ScanRow) => (student ? <StudentName student={student} link /> : <span>—</span>);

function ScanCard({ scan, ofOne }: { scan: ScanRow; ofOne: boolean }) {
  const format = useFormat();
  return (
    <Stack sx={{ gap: 0.75 }}>
      <Stack direction="row" sx={{ justifyContent: 'space-between', gap: 1, alignItems: 'flex-start' }}>
        {ofOne ? <Typography variant="body2">{scan.meal?.name ?? '—'}</Typography> : who(scan)}
        <Verdict scan={scan} />
      </Stack>
      <Stack direction="row" sx={{ gap: 1, justifyContent: 'space-between', typography: 'caption' }}>
        <Caption>{dotted([format.dateTime(scan.at), !ofOne && scan.meal?.name])}</Caption>
        <Door scan={scan} />
      </Stack>
    </Stack>
  );
}
