import { Alert, Stack } from '@mui/material';
import { useGet } from '../../../../kernel/ui/index.ts';
import type { Alarm } from './alarm.ts';

const SEVERITY = { info: 'info', warning: 'warning', critical: 'error' } as const;

/** What is wrong with a machine now, above everything else of its page. */
export function OpenAlarms({ machineId }: { machineId: string }) {
  const query = useGet<Alarm[]>(
    '/coffee/alarms',
    { limit: 20, filter: JSON.stringify({ state: 'open', machine_id: machineId }) },
    { live: ['coffee.alarm'] },
  );
  const open = query.data ?? [];
  if (open.length === 0) return null;
  return (
    <Stack sx={{ gap: 1 }}>
      {open.map(({ id, severity, text }) => (
        <Alert key={id} severity={SEVERITY[severity]}>
          {text}
        </Alert>
      ))}
    </Stack>
  );
}
