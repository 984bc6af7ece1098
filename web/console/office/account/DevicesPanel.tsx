import { Alert, Button, List, ListItem, ListItemText } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useTranslate } from 'react-admin';
import { deviceName } from '../../../../kernel/lib/device-name.ts';
import {
  api,
  ErrorNote,
  Muted,
  Panel,
  StateChip,
  useAction,
  useFormat,
  useSession,
} from '../../../../kernel/ui/index.ts';
import { cannotBeNotified, subscribe } from './subscribe.ts';

type Device = { id: string; current: boolean; userAgent: string | null; sentAt: string | null };

/** The member's phones and computers that show what waits for them. */
export function DevicesPanel() {
  const translate = useTranslate();
  const format = useFormat();
  const { organization } = useSession();
  const { busy, run } = useAction();
  const query = useQuery({
    queryKey: ['waiting-devices', organization.id],
    queryFn: () => api.get<Device[]>('/waiting/devices', { limit: 100 }),
  });
  const label = (name: string, values = {}) => translate(`console.waiting.devices.${name}`, values);
  const rows = query.data ?? [];
  const why = cannotBeNotified();
  const here = rows.some(({ current }) => current);
  const add = async () => {
    const { key } = await api.get<{ key: string }>('/waiting/devices/key');
    const made = await subscribe(key);
    if (typeof made === 'string') throw new Error(label(made));
    await api.post('/waiting/devices', made);
    await query.refetch();
  };
  return (
    <Panel
      title={label('title')}
      actions={
        !why &&
        query.data &&
        !here && (
          <Button
            size="small"
            disabled={busy}
            onClick={() => void run(add, { done: 'console.waiting.devices.added', refresh: false })}
          >
            {label('add')}
          </Button>
        )
      }
    >
      <Muted>{label('text')}</Muted>
      {query.error && <ErrorNote error={query.error} onRetry={() => query.refetch()} />}
      {why && (
        <Alert severity="info" sx={{ mt: 1.5 }}>
          {label(why)}
        </Alert>
      )}
      <List disablePadding>
        {rows.map(({ id, current, userAgent, sentAt }) => (
          <ListItem
            key={id}
            disableGutters
            secondaryAction={
              <Button
                size="small"
                color="error"
                disabled={busy}
                onClick={() =>
                  void run(() => api.delete(`/waiting/devices/${id}`).then(() => query.refetch()), {
                    done: 'console.waiting.devices.removed',
                    refresh: false,
                  })
                }
              >
                {label('remove')}
              </Button>
            }
          >
            <ListItemText
              primary={
                <>
                  {deviceName(userAgent)} {current && <StateChip tone="good" label={label('this')} />}
                </>
              }
              secondary={sentAt ? label('last', { date: format.dateTime(sentAt) }) : label('none')}
            />
          </ListItem>
        ))}
      </List>
    </Panel>
  );
}
