import { Alert, Button, Link, Stack } from '@mui/material';
import { useState } from 'react';
import { useNotify, useTranslate } from 'react-admin';
import { Link as RouterLink, useNavigate, useSearchParams } from 'react-router-dom';
import { api } from '../../../kernel/ui/index.ts';
import { Frame } from './Frame.tsx';
import { PasswordField } from './PasswordField.tsx';
import { useSubmit } from './useSubmit.ts';

export function ResetPasswordPage() {
  const translate = useTranslate();
  const navigate = useNavigate();
  const notify = useNotify();
  const [search] = useSearchParams();
  const [password, setPassword] = useState('');
  const { busy, submit, fields, message } = useSubmit(async () => {
    await api.post('/auth/reset-password', { token: search.get('token') ?? '', password });
    notify('console.reset.done', { type: 'success' });
    navigate('/login', { replace: true });
  });
  return (
    <Frame title={translate('console.reset.title')} text={translate('console.reset.text')}>
      <Stack component="form" onSubmit={submit} sx={{ gap: 2 }}>
        {message && <Alert severity="error">{message}</Alert>}
        {fields.token && <Alert severity="error">{fields.token}</Alert>}
        <PasswordField
          label={translate('console.field.new_password')}
          value={password}
          onChange={setPassword}
          error={fields.password}
          helper={translate('console.field.password_help')}
          autoComplete="new-password"
          autoFocus
        />
        <Button type="submit" variant="contained" size="large" disabled={busy}>
          {translate('console.reset.save')}
        </Button>
        <Link component={RouterLink} to="/forgot-password" variant="body2" sx={{ alignSelf: 'center' }}>
          {translate('console.reset.again')}
        </Link>
      </Stack>
    </Frame>
  );
}
