import { Alert, Stack } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { api } from '../../../kernel/ui/index.ts';
import { EmailField, EntryForm, EntryLink } from './EntryForm.tsx';
import { Frame } from './Frame.tsx';
import { useSubmit } from './useSubmit.ts';

/** Asks for a link to set a new password. */
export function ForgotPasswordPage() {
  const translate = useTranslate();
  const [email, setEmail] = useState('');
  const [sent, setSent] = useState(false);
  const form = useSubmit(async () => {
    await api.post('/auth/forgot-password', { email });
    setSent(true);
  });
  const back = <EntryLink to="/login">{translate('console.forgot.back')}</EntryLink>;
  return (
    <Frame title={translate('console.forgot.title')} text={translate('console.forgot.text')}>
      {sent ? (
        <Stack sx={{ gap: 2 }}>
          {/* The same text whether the address is known or not. */}
          <Alert severity="success">{translate('console.forgot.sent', { email })}</Alert>
          {back}
        </Stack>
      ) : (
        <EntryForm form={form} action={translate('console.forgot.send')} below={back}>
          <EmailField value={email} onChange={setEmail} error={form.fields.email} />
        </EntryForm>
      )}
    </Frame>
  );
}
