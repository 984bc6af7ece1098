import { Alert, Button } from '@mui/material';
import { useState } from 'react';
import { useLogin, useTranslate } from 'react-admin';
import { useLocation } from 'react-router-dom';
import type { ComingBack } from '../layout/SessionEnd.tsx';
import { CodeField, EmailField, EntryForm, EntryLink } from './EntryForm.tsx';
import { Frame } from './Frame.tsx';
import { PasswordField } from './PasswordField.tsx';
import { useSubmit } from './useSubmit.ts';

/** Asks for e-mail and password, and for the second factor when the server requires it. */
export function SignInPage() {
  const translate = useTranslate();
  const login = useLogin();
  const from = useLocation().state as ComingBack | null;
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [codeWanted, setCodeWanted] = useState(false);
  const form = useSubmit(
    () => login({ email, password, ...(codeWanted && { code }) }),
    (error) => {
      // This refusal asks for the second factor.
      if (error.code !== 'auth.second_factor_required') return false;
      setCodeWanted(true);
      return true;
    },
  );
  const { fields } = form;
  if (codeWanted) {
    const back = (
      <Button color="inherit" onClick={() => setCodeWanted(false)}>
        {translate('ra.action.back')}
      </Button>
    );
    return (
      <Frame title={translate('console.sign_in.code_title')} text={translate('console.sign_in.code_text')}>
        <EntryForm form={form} action={translate('console.sign_in.verify')} below={back}>
          <CodeField value={code} onChange={setCode} error={fields.code} />
        </EntryForm>
      </Frame>
    );
  }
  const forgot = <EntryLink to="/forgot-password">{translate('console.sign_in.forgot')}</EntryLink>;
  return (
    <Frame title={translate('console.sign_in.title')}>
      <EntryForm form={form} action={translate('ra.auth.sign_in')} below={forgot}>
        {from?.ended && !form.message && <Alert severity="info">{translate('ra.notification.logged_out')}</Alert>}
        <EmailField value={email} onChange={setEmail} error={fields.email} />
        <PasswordField
          label={translate('console.field.password')}
          value={password}
          onChange={setPassword}
          error={fields.password}
          autoComplete="current-password"
        />
      </EntryForm>
    </Frame>
  );
}
