import { Button, List, ListItem, ListItemText, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useTranslate } from 'react-admin';
import { api, Panel, useAction, useFormat } from '../../../../kernel/ui/index.ts';

type Row = { id: string; provider: string; createdAt: string };

/** The provider's accounts that open this one; nothing where there is none. */
export function ConnectedPanel() {
  const translate = useTranslate();
  const format = useFormat();
  const { busy, run } = useAction();
  const query = useQuery({ queryKey: ['connected'], queryFn: () => api.get<Row[]>('/session/connected') });
  const rows = query.data ?? [];
  if (rows.length === 0) return null;
  const label = (name: string, values?: object) => translate(`console.account.${name}`, values);
  return (
    <Panel padded={false} title={label('connected')}>
      <Typography variant="body2" color="textSecondary" sx={{ px: 2.5, pb: 1 }}>
        {label('connected_text')}
      </Typography>
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
