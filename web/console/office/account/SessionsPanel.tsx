import { Button, List, ListItem, ListItemText, Skeleton } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useTranslate } from 'react-admin';
import { api, ErrorNote, Panel, StateChip, useAction, useFormat } from '../../../../kernel/ui/index.ts';

type Row = {
  id: string;
  current: boolean;
  ipAddress: string | null;
  userAgent: string | null;
  createdAt: string;
  lastSeenAt: string | null;
};

/** 'Chrome · Android' of a user agent; good enough to recognise one's own devices. */
function device(userAgent: string | null): string {
  const browser = /(Edg|OPR|Firefox|Chrome|Safari)\//.exec(userAgent ?? '')?.[1] ?? '';
  const system = /(Android|iPhone|iPad|Windows|Mac OS X|Linux)/.exec(userAgent ?? '')?.[1] ?? '';
  const name = { Edg: 'Edge', OPR: 'Opera' }[browser] ?? browser;
  return [name, system].filter(Boolean).join(' · ') || (userAgent ?? '—');
}

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
              primary={device(row.userAgent)}
              secondary={[row.ipAddress, format.dateTime(row.lastSeenAt ?? row.createdAt)].filter(Boolean).join(' · ')}
            />
          </ListItem>
        ))}
      </List>
    </Panel>
  );
}
