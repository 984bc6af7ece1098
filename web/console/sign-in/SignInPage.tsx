import { Alert, Button, Link, Stack, TextField } from '@mui/material';
import { useState } from 'react';
import { useLogin, useTranslate } from 'react-admin';
import { Link as RouterLink } from 'react-router-dom';
import { Frame } from './Frame.tsx';
import { PasswordField } from './PasswordField.tsx';
import { useSubmit } from './useSubmit.ts';

/** The refusal of POST /auth/sign-in that asks for the second factor instead of saying no. */
const CODE_WANTED = ['auth.second_factor_required'];

export function SignInPage() {
  const translate = useTranslate();
  const login = useLogin();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [codeWanted, setCodeWanted] = useState(false);
  const { busy, submit, fields, message } = useSubmit(
    () => login({ email, password, ...(codeWanted && { code: code.replace(/\s/g, '') }) }),
    (error) => {
      if (!CODE_WANTED.includes(error.code)) return false;
      setCodeWanted(true);
      return true;
    },
  );
  return (
    <Frame
      title={translate(codeWanted ? 'console.sign_in.code_title' : 'console.sign_in.title')}
      text={codeWanted ? translate('console.sign_in.code_text') : undefined}
    >
      <Stack component="form" onSubmit={submit} sx={{ gap: 2 }} noValidate={false}>
        {message && <Alert severity="error">{message}</Alert>}
        {codeWanted ? (
          <TextField
            key="code"
            label={translate('console.sign_in.code')}
            value={code}
            onChange={(event) => setCode(event.target.value)}
            error={Boolean(fields.code)}
            helperText={fields.code}
            autoFocus
            fullWidth
            slotProps={{
              htmlInput: {
                inputMode: 'numeric',
                autoComplete: 'one-time-code',
                style: { fontSize: '1.4rem', letterSpacing: '0.2em' },
              },
            }}
          />
        ) : (
          <>
            <TextField
              label={translate('console.field.email')}
              type="email"
              name="email"
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
            <PasswordField
              label={translate('console.field.password')}
              value={password}
              onChange={setPassword}
              error={fields.password}
              autoComplete="current-password"
            />
          </>
        )}
        <Button type="submit" variant="contained" size="large" disabled={busy}>
          {translate(codeWanted ? 'console.sign_in.verify' : 'ra.auth.sign_in')}
        </Button>
        {codeWanted ? (
          <Button color="inherit" onClick={() => setCodeWanted(false)}>
            {translate('ra.action.back')}
          </Button>
        ) : (
          <Link component={RouterLink} to="/forgot-password" variant="body2" sx={{ alignSelf: 'center' }}>
            {translate('console.sign_in.forgot')}
          </Link>
        )}
      </Stack>
    </Frame>
  );
}
