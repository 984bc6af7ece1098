import { Alert, CircularProgress, TextField, ToggleButton, ToggleButtonGroup } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { api, forgetSession, setCurrentOrganization } from '../../../kernel/ui/index.ts';
import { CodeField, EntryForm } from './EntryForm.tsx';
import { Frame } from './Frame.tsx';
import { PasswordField } from './PasswordField.tsx';
import { useLinkToken } from './useLinkToken.ts';
import { useSubmit } from './useSubmit.ts';

/** `hasAccount` is null for a link that didn't come by mail: the page asks the person. */
type Invitation = { email: string; organization: string; hasAccount: boolean | null };

/** Joins an organization: with a new account, or with the password of the address's account. */
export function AcceptInvitationPage() {
  const translate = useTranslate();
  const token = useLinkToken();
  const invitation = useQuery({
    queryKey: ['invitation', token],
    queryFn: () => api.post<Invitation>('/auth/invitation', { token }),
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
        translate(`console.accept.${textOf(invitation.data.hasAccount)}`, { email: invitation.data.email })
      }
    >
      {invitation.isPending && <CircularProgress aria-label={translate('ra.page.loading')} size={24} />}
      {invitation.error && <Alert severity="error">{invitation.error.message}</Alert>}
      {invitation.data && <AcceptForm token={token} invitation={invitation.data} />}
    </Frame>
  );
}

const textOf = (known: boolean | null) => (known === null ? 'text_link' : known ? 'text_known' : 'text_new');

function AcceptForm({ token, invitation }: { token: string; invitation: Invitation }) {
  const translate = useTranslate();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [codeWanted, setCodeWanted] = useState(false);
  const [known, setKnown] = useState(invitation.hasAccount === true);
  const form = useSubmit(
    async () => {
      const body = {
        token,
        password,
        ...(!known && { name: name.trim() }),
        ...(codeWanted && { code }),
      };
      await api.post('/auth/accept-invitation', body);
      forgetSession();
      // Begin in the organization of the new membership, whatever this tab showed before.
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
      {invitation.hasAccount === null && (
        <ToggleButtonGroup
          exclusive
          fullWidth
          size="small"
          color="primary"
          value={known}
          onChange={(_, value: boolean | null) => value !== null && setKnown(value)}
        >
          <ToggleButton value={false}>{translate('console.accept.new')}</ToggleButton>
          <ToggleButton value={true}>{translate('console.accept.known')}</ToggleButton>
        </ToggleButtonGroup>
      )}
      {!known && (
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
        helper={known ? undefined : translate('console.field.password_help')}
        autoComplete={known ? 'current-password' : 'new-password'}
      />
      {codeWanted && <CodeField value={code} onChange={setCode} error={fields.code} />}
    </EntryForm>
  );
}
