import OfflineIcon from '@mui/icons-material/CloudOffOutlined';
import { Stack, Tooltip, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { type Column, ResourceList, useFormat } from '../../../../../kernel/ui/index.ts';
import { useMeals } from '../../../meals/console/useMeals.ts';
import { StudentName } from '../../../students/console/StudentName.tsx';
import { EAT_REASONS } from '../../may-eat.rule.ts';
import type { ScanRow } from '../types.ts';
import { VerdictChip } from './VerdictChip.tsx';

/** Every scan, refusals too, updated live; of everybody, or of one student. */
export function ScanTable({ studentId }: { studentId?: string }) {
  const translate = useTranslate();
  const columns = useColumns(studentId !== undefined);
  const meals = useMeals().data ?? [];
  const label = (name: string) => translate(`console.mess.scan.${name}`);
  return (
    <ResourceList<ScanRow>
      resource="mess/scans"
      live={['mess.scan']}
      embedded={studentId !== undefined}
      fixed={studentId ? { studentId } : undefined}
      perPage={studentId ? 10 : 25}
      columns={columns}
      card={(scan) => <ScanCard scan={scan} ofOne={studentId !== undefined} />}
      filters={
        studentId
          ? undefined
          : [
              {
                kind: 'choice',
                source: 'allowed',
                label: label('verdict'),
                choices: [
                  { id: 'true', name: label('allowed') },
                  { id: 'false', name: label('refused') },
                ],
              },
              {
                kind: 'choice',
                source: 'reason',
                label: label('reason'),
                choices: EAT_REASONS.map((id) => ({ id, name: translate(`console.mess.reason.${id}`) })),
              },
              {
                kind: 'choice',
                source: 'offline',
                label: label('network'),
                choices: [
                  { id: 'false', name: label('online') },
                  { id: 'true', name: label('offline') },
                ],
              },
              {
                kind: 'choice',
                source: 'meal',
                label: label('meal'),
                choices: meals.map(({ code, name }) => ({ id: code, name })),
              },
              { kind: 'day', source: 'serviceOn', label: label('serviceOn') },
            ]
      }
      empty={{ title: label('none'), text: label('none_text') }}
    />
  );
}

/** Where and how it was scanned. */
function Door({ scan }: { scan: ScanRow }) {
  const translate = useTranslate();
  const label = (name: string) => translate(`console.mess.scan.${name}`);
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
function Verdict({ scan }: { scan: ScanRow }) {
  const translate = useTranslate();
  return (
    <Stack sx={{ alignItems: 'flex-start', gap: 0.25 }}>
      <VerdictChip allowed={scan.allowed} reason={scan.reason} />
      {scan.byHandReason && (
        <Typography variant="caption" color="textSecondary">
          {translate('console.mess.scan.by_hand', { reason: scan.byHandReason })}
        </Typography>
      )}
      {scan.settle && (
        <Typography variant="caption" color="textSecondary">
          {translate('console.mess.scan.settle', { reason: translate(`console.mess.reason.${scan.settle}`) })}
        </Typography>
      )}
    </Stack>
  );
}

function useColumns(ofOne: boolean): Column<ScanRow>[] {
  const translate = useTranslate();
  const format = useFormat();
  const label = (name: string) => translate(`console.mess.scan.${name}`);
  const student: Column<ScanRow> = {
    key: 'student',
    label: translate('console.mess.student.one'),
    render: (scan) => (scan.student ? <StudentName student={scan.student} link /> : '—'),
  };
  return [
    { key: 'at', label: label('at'), nowrap: true, render: (scan) => format.dateTime(scan.at) },
    ...(ofOne ? [] : [student]),
    { key: 'verdict', label: label('verdict'), render: (scan) => <Verdict scan={scan} /> },
    { key: 'meal', label: label('meal'), nowrap: true, render: (scan) => scan.meal?.name ?? '—' },
    {
      key: 'door',
      label: label('door'),
      nowrap: true,
      from: ofOne ? 'lg' : 'md',
      render: (scan) => <Door scan={scan} />,
    },
  ];
}

function ScanCard({ scan, ofOne }: { scan: ScanRow; ofOne: boolean }) {
  const format = useFormat();
  return (
    <Stack sx={{ gap: 0.75 }}>
      <Stack direction="row" sx={{ justifyContent: 'space-between', gap: 1, alignItems: 'flex-start' }}>
        {ofOne && <Typography variant="body2">{scan.meal?.name ?? '—'}</Typography>}
        {!ofOne && (scan.student ? <StudentName student={scan.student} link /> : <span>—</span>)}
        <Verdict scan={scan} />
      </Stack>
      <Stack direction="row" sx={{ gap: 1, justifyContent: 'space-between', typography: 'caption' }}>
        <Typography variant="caption" color="textSecondary">
          {[format.dateTime(scan.at), ofOne ? null : scan.meal?.name].filter(Boolean).join(' · ')}
        </Typography>
        <Door scan={scan} />
      </Stack>
    </Stack>
  );
}
