import { Alert, Button, Link, Stack, TextField } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { Link as RouterLink } from 'react-router-dom';
import { api } from '../../../kernel/ui/index.ts';
import { Frame } from './Frame.tsx';
import { useSubmit } from './useSubmit.ts';

export function ForgotPasswordPage() {
  const translate = useTranslate();
  const [email, setEmail] = useState('');
  const [sent, setSent] = useState(false);
  const { busy, submit, fields, message } = useSubmit(async () => {
    await api.post('/auth/forgot-password', { email });
    setSent(true);
  });
  return (
    <Frame title={translate('console.forgot.title')} text={translate('console.forgot.text')}>
      <Stack component="form" onSubmit={submit} sx={{ gap: 2 }}>
        {message && <Alert severity="error">{message}</Alert>}
        {sent ? (
          // The same sentence whether the address is known or not.
          <Alert severity="success">{translate('console.forgot.sent', { email })}</Alert>
        ) : (
          <>
            <TextField
              label={translate('console.field.email')}
              type="email"
              value={email}
              onChange={(event) => setEmail(event.target.value)}
              error={Boolean(fields.email)}
              helperText={fields.email}
              autoComplete="username"
              autoFocus
              required
              fullWidth
              slotProps={{ inputLabel: { required: false } }}
            />
            <Button type="submit" variant="contained" size="large" disabled={busy}>
              {translate('console.forgot.send')}
            </Button>
          </>
        )}
        <Link component={RouterLink} to="/login" variant="body2" sx={{ alignSelf: 'center' }}>
          {translate('console.forgot.back')}
        </Link>
      </Stack>
    </Frame>
  );
}
