import { Alert, CircularProgress, TextField } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { useSearchParams } from 'react-router-dom';
import { api, forgetSession, setCurrentOrganization } from '../../../kernel/ui/index.ts';
import { CodeField, EntryForm } from './EntryForm.tsx';
import { Frame } from './Frame.tsx';
import { PasswordField } from './PasswordField.tsx';
import { useSubmit } from './useSubmit.ts';

type Invitation = { email: string; organization: string; hasAccount: boolean };

/** Joins an organization: with a new account, or with the password of the one the address has. */
export function AcceptInvitationPage() {
  const translate = useTranslate();
  const [search] = useSearchParams();
  const token = search.get('token') ?? '';
  const invitation = useQuery({
    queryKey: ['invitation', token],
    queryFn: () => api.get<Invitation>('/auth/invitation', { token }),
  });
  return (
    <Frame
      title={
        invitation.data
          ? translate('console.accept.title', { organization: invitation.data.organization })
          : translate('console.accept.plain_title')
      }
      text={
        invitation.data &&
        translate(invitation.data.hasAccount ? 'console.accept.text_known' : 'console.accept.text_new', {
          email: invitation.data.email,
        })
      }
    >
      {invitation.isPending && <CircularProgress size={24} />}
      {invitation.error && <Alert severity="error">{invitation.error.message}</Alert>}
      {invitation.data && <AcceptForm token={token} invitation={invitation.data} />}
    </Frame>
  );
}

function AcceptForm({ token, invitation }: { token: string; invitation: Invitation }) {
  const translate = useTranslate();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [codeWanted, setCodeWanted] = useState(false);
  const form = useSubmit(
    async () => {
      const body = {
        token,
        password,
        ...(!invitation.hasAccount && { name: name.trim() }),
        ...(codeWanted && { code }),
      };
      await api.post('/auth/accept-invitation', body);
      forgetSession();
      // The new membership's organization is the one to begin in, whatever this tab showed before.
      setCurrentOrganization(null);
      window.location.assign('/console/');
    },
    (error) => {
      if (error.code !== 'auth.second_factor_required') return false;
      setCodeWanted(true);
      return true;
    },
  );
  const { fields } = form;
  return (
    <EntryForm form={form} action={translate('console.accept.join')}>
      {!invitation.hasAccount && (
        <TextField
          label={translate('console.field.your_name')}
          value={name}
          onChange={(event) => setName(event.target.value)}
          error={Boolean(fields.name)}
          helperText={fields.name}
          autoComplete="name"
          autoFocus
          required
          fullWidth
          slotProps={{ inputLabel: { required: false } }}
        />
      )}
      <PasswordField
        label={translate('console.field.password')}
        value={password}
        onChange={setPassword}
        error={fields.password}
        helper={invitation.hasAccount ? undefined : translate('console.field.password_help')}
        autoComplete={invitation.hasAccount ? 'current-password' : 'new-password'}
      />
      {codeWanted && <CodeField value={code} onChange={setCode} error={fields.code} />}
    </EntryForm>
  );
}
