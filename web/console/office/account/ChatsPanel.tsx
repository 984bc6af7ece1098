import { Alert, Box, Button, List, ListItem, ListItemText, Stack, Typography } from '@mui/material';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslate } from 'react-admin';
import { api, ErrorNote, Muted, Panel, useAction, useFormat } from '../../../../kernel/ui/index.ts';

type Chat = { id: string; channel: string; name: string; linkedAt: string };
/** `after`: when the latest chat was linked before the code was made. */
type Code = { after: string; message: string; expiresAt: string; telegramUrl: string | null; webUrl: string };

/** The chats from which a member of staff works, and the code that links another one. */
export function ChatsPanel() {
  const translate = useTranslate();
  const format = useFormat();
  const queryClient = useQueryClient();
  const { busy, run } = useAction();
  const [code, setCode] = useState<Code | null>(null);
  // While a code is open, its chat appears as soon as it is linked.
  const chats = useQuery({
    queryKey: ['staff-chats'],
    queryFn: () => api.get<Chat[]>('/staff/chats'),
    refetchInterval: code ? 3_000 : false,
  });
  const label = (name: string, values = {}) => translate(`console.account.${name}`, values);
  const changed = () => queryClient.invalidateQueries({ queryKey: ['staff-chats'] });
  const rows = chats.data ?? [];
  const latest = rows[0]?.linkedAt ?? '';
  // The code is used up.
  useEffect(() => {
    if (code && latest > code.after) setCode(null);
  }, [code, latest]);
  return (
    <Panel
      title={label('chats')}
      actions={
        <Button
          size="small"
          disabled={busy}
          onClick={() =>
            void run(async () =>
              setCode({ ...(await api.post<Omit<Code, 'after'>>('/staff/chats/code')), after: latest }),
            )
          }
        >
          {label('chats_link')}
        </Button>
      }
    >
      <Muted>{label('chats_text')}</Muted>
      {chats.error && <ErrorNote error={chats.error} />}
      {code && <CodeMessage code={code} />}
      {chats.data && rows.length === 0 && !code && (
        <Typography variant="body2" sx={{ mt: 1.5 }}>
          {label('chats_none')}
        </Typography>
      )}
      <List disablePadding>
        {rows.map((row) => (
          <ListItem
            key={row.id}
            disableGutters
            secondaryAction={
              <Button
                size="small"
                color="error"
                disabled={busy}
                onClick={() =>
                  void run(() => api.delete(`/staff/chats/${row.id}`).then(changed), {
                    done: 'console.account.chats_unlinked',
                  })
                }
              >
                {label('chats_unlink')}
              </Button>
            }
          >
            <ListItemText
              primary={`${translate(`console.inbox.channel.${row.channel}`)}: ${row.name}`}
              secondary={label('chats_since', { date: format.dateTime(row.linkedAt) })}
            />
          </ListItem>
        ))}
      </List>
    </Panel>
  );
}

function CodeMessage({ code }: { code: Code }) {
  const translate = useTranslate();
  const format = useFormat();
  return (
    <Alert severity="info" icon={false} sx={{ mt: 2 }}>
      {translate('console.account.chats_write', { time: format.time(code.expiresAt) })}
      <Box sx={{ fontFamily: 'monospace', fontSize: '1.1rem', my: 1, overflowWrap: 'anywhere' }}>{code.message}</Box>
      <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap' }}>
        {code.telegramUrl && (
          <Button size="small" variant="outlined" href={code.telegramUrl} target="_blank" rel="noreferrer">
            {translate('console.account.chats_telegram')}
          </Button>
        )}
        <Button size="small" variant="outlined" href={code.webUrl} target="_blank" rel="noreferrer">
          {translate('console.account.chats_web')}
        </Button>
      </Stack>
    </Alert>
  );
}
