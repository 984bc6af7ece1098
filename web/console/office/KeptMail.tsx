import { Alert, Button, Stack } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import { api, useAction, useCan, useConfirm, useGet } from '../../../kernel/ui/index.ts';

type Kept = { ready: boolean; count: number };

/** Shows mail that was kept while no server was set up; once there is one, asks whether to send it. */
export function KeptMail() {
  const translate = useTranslate();
  const can = useCan();
  const { busy, run } = useAction();
  const { ask, dialog } = useConfirm();
  const query = useGet<Kept>('/messages/kept', {}, { live: ['message'] });
  const label = (name: string) => translate(`console.mail.${name}`, { smart_count: query.data?.count });
  const decide = async (decision: 'send' | 'discard') => {
    await api.post('/messages/kept', { decision });
    await query.refetch();
  };
  if (!query.data || query.data.count === 0) return null;
  if (!query.data.ready) {
    return (
      <Alert
        severity="warning"
        sx={{ mb: 2 }}
        action={
          can('settings.write') && (
            <Button color="inherit" size="small" component={Link} to="/office/settings/mail">
              {label('set_up')}
            </Button>
          )
        }
      >
        {label('no_server')}
      </Alert>
    );
  }
  return (
    <Alert severity="info" sx={{ mb: 2 }}>
      {label('kept')}
      {can('messages.resend') && (
        <Stack direction="row" sx={{ gap: 1, mt: 1, flexWrap: 'wrap' }}>
          <Button
            size="small"
            variant="contained"
            disabled={busy}
            onClick={() => void run(() => decide('send'), { done: 'console.mail.settled' })}
          >
            {label('send_kept')}
          </Button>
          <Button
            size="small"
            color="inherit"
            disabled={busy}
            onClick={() =>
              ask({
                title: label('discard_title'),
                text: label('discard_text'),
                confirm: label('discard_kept'),
                act: () => decide('discard'),
                done: 'console.mail.settled',
              })
            }
          >
            {label('discard_kept')}
          </Button>
        </Stack>
      )}
      {dialog}
    </Alert>
  );
}
