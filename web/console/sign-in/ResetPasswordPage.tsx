import { Alert } from '@mui/material';
import { useState } from 'react';
import { useNotify, useTranslate } from 'react-admin';
import { useNavigate } from 'react-router-dom';
import { api } from '../../../kernel/ui/index.ts';
import { EntryForm, EntryLink } from './EntryForm.tsx';
import { Frame } from './Frame.tsx';
import { PasswordField } from './PasswordField.tsx';
import { useLinkToken } from './useLinkToken.ts';
import { useSubmit } from './useSubmit.ts';

/** Sets a new password with the token of a mailed link. */
export function ResetPasswordPage() {
  const translate = useTranslate();
  const navigate = useNavigate();
  const notify = useNotify();
  const token = useLinkToken();
  const [password, setPassword] = useState('');
  const form = useSubmit(async () => {
    await api.post('/auth/reset-password', { token, password });
    notify('console.reset.done', { type: 'success' });
    navigate('/login', { replace: true });
  });
  const again = <EntryLink to="/forgot-password">{translate('console.reset.again')}</EntryLink>;
  return (
    <Frame title={translate('console.reset.title')} text={translate('console.reset.text')}>
      <EntryForm form={form} action={translate('console.reset.save')} below={again}>
        {form.fields.token && <Alert severity="error">{form.fields.token}</Alert>}
        <PasswordField
          label={translate('console.field.new_password')}
          value={password}
          onChange={setPassword}
          error={form.fields.password}
          helper={translate('console.field.password_help')}
          autoComplete="new-password"
          autoFocus
        />
      </EntryForm>
    </Frame>
  );
}
