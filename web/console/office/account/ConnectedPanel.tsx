import { Button, List, ListItem, ListItemText } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { api, Muted, Panel, useAction, useFormat, useLabels } from '../../../../kernel/ui/index.ts';

type Row = { id: string; provider: string; createdAt: string };

/** The provider's accounts that open this one; nothing where there is none. */
export function ConnectedPanel() {
  const label = useLabels('console.account');
  const format = useFormat();
  const { busy, run } = useAction();
  const query = useQuery({ queryKey: ['connected'], queryFn: () => api.get<Row[]>('/session/connected') });
  const rows = query.data ?? [];
  if (rows.length === 0) return null;
  return (
    <Panel padded={false} title={label('connected')}>
      <Muted sx={{ px: 2.5, pb: 1 }}>{label('connected_text')}</Muted>
      <List disablePadding>
        {rows.map((row) => (
          <ListItem
            key={row.id}
            divider
            sx={{ px: 2.5 }}
            secondaryAction={
              <Button
                size="small"
                color="error"
                disabled={busy}
                onClick={() =>
                  void run(() => api.delete(`/session/connected/${row.id}`), {
                    done: 'console.account.connected_unlinked',
                  })
                }
              >
                {label('connected_unlink')}
              </Button>
            }
          >
            <ListItemText
              primary={row.provider}
              secondary={label('connected_since', { date: format.date(row.createdAt) })}
            />
          </ListItem>
        ))}
      </List>
    </Panel>
  );
}
