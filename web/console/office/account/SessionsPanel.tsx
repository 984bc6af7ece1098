import { Button, List, ListItem, ListItemText, Skeleton } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useTranslate } from 'react-admin';
import { deviceName } from '../../../../kernel/lib/device-name.ts';
import { api, ErrorNote, Panel, StateChip, useAction, useFormat } from '../../../../kernel/ui/index.ts';

type Row = {
  id: string;
  current: boolean;
  ipAddress: string | null;
  userAgent: string | null;
  createdAt: string;
  lastSeenAt: string | null;
};

export function SessionsPanel() {
  const translate = useTranslate();
  const format = useFormat();
  const { busy, run } = useAction();
  const query = useQuery({ queryKey: ['sessions'], queryFn: () => api.get<Row[]>('/sessions') });
  const label = (name: string) => translate(`console.account.${name}`);
  const rows = query.data ?? [];
  return (
    <Panel
      padded={false}
      title={label('sessions')}
      actions={
        rows.length > 1 && (
          <Button
            size="small"
            disabled={busy}
            onClick={() => void run(() => api.delete('/sessions'), { done: 'console.account.sessions_ended' })}
          >
            {label('end_others')}
          </Button>
        )
      }
    >
      {query.error && <ErrorNote error={query.error} />}
      {query.isPending && <Skeleton variant="rounded" height={80} sx={{ m: 2 }} />}
      <List disablePadding>
        {rows.map((row) => (
          <ListItem
            key={row.id}
            divider
            sx={{ px: 2.5 }}
            secondaryAction={
              row.current ? (
                <StateChip tone="good" label={label('this_session')} />
              ) : (
                <Button
                  size="small"
                  color="error"
                  disabled={busy}
                  onClick={() => void run(() => api.delete(`/sessions/${row.id}`))}
                >
                  {label('end')}
                </Button>
              )
            }
          >
            <ListItemText
              primary={deviceName(row.userAgent)}
              secondary={[row.ipAddress, format.dateTime(row.lastSeenAt ?? row.createdAt)].filter(Boolean).join(' · ')}
            />
          </ListItem>
        ))}
      </List>
    </Panel>
  );
}
