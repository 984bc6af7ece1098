import { Alert, Button, Stack, Typography } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { api, Caption, OnlyHere, useAction } from '../../../kernel/ui/index.ts';
import { KeptMail } from './KeptMail.tsx';

type Tested = { state: 'sent' | 'failed' | 'unknown'; message: string; answer: string | null };

const SEVERITY = { sent: 'success', failed: 'error', unknown: 'warning' } as const;

/** Sends a mail to the signed-in person with the saved settings, and shows the result. */
export function MailTest({ unsaved }: { unsaved: boolean }) {
  const translate = useTranslate();
  const { busy, run } = useAction();
  const [tested, setTested] = useState<Tested | null>(null);
  const test = () => {
    setTested(null);
    void run(async () => setTested(await api.post<Tested>('/messages/test-mail')), { refresh: false });
  };
  return (
    <Stack sx={{ gap: 1.5, mt: 2.5 }}>
      <OnlyHere />
      <Stack direction="row" sx={{ gap: 1.5, alignItems: 'center', flexWrap: 'wrap' }}>
        <Button variant="outlined" disabled={busy || unsaved} onClick={test}>
          {translate(busy ? 'console.mail.testing' : 'console.mail.test')}
        </Button>
        {unsaved && <Caption>{translate('console.mail.save_first')}</Caption>}
      </Stack>
      {tested && (
        <Alert severity={SEVERITY[tested.state]}>
          {tested.message}
          {tested.answer && (
            <Typography variant="body2" sx={{ mt: 0.5, overflowWrap: 'anywhere' }}>
              {translate('console.mail.answer', { answer: tested.answer })}
            </Typography>
          )}
        </Alert>
      )}
      {tested?.state === 'sent' && <KeptMail />}
    </Stack>
  );
}
