import { Alert, Box, Button, Stack, TextField, Typography } from '@mui/material';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNotify, useTranslate } from 'react-admin';
import {
  api,
  Caption,
  forgetSession,
  Muted,
  Panel,
  StateChip,
  useLabels,
  useSession,
} from '../../../../kernel/ui/index.ts';
import { PasswordField } from './PasswordField.tsx';
import { useSubmit } from './useSubmit.ts';

type Secrets = { otpauthUri: string; backupCodes: string[] };

/** The second factor: password, then the QR for the authenticator app, then a first code. */
export function SecondFactorPanel() {
  const label = useLabels('console.account');
  const { user } = useSession();
  const [secrets, setSecrets] = useState<Secrets | null>(null);
  return (
    <Panel
      title={label('factor')}
      actions={
        <StateChip
          tone={user.twoFactorEnabled ? 'good' : 'neutral'}
          label={label(user.twoFactorEnabled ? 'factor_on' : 'factor_off')}
        />
      }
    >
      <Muted sx={{ mb: 2 }}>{label('factor_text')}</Muted>
      {secrets ? (
        <Confirm secrets={secrets} onDone={() => setSecrets(null)} />
      ) : (
        <Begin on={user.twoFactorEnabled} onSecrets={setSecrets} />
      )}
    </Panel>
  );
}

function useSessionChanged() {
  const queryClient = useQueryClient();
  return () => {
    forgetSession();
    return queryClient.invalidateQueries({ queryKey: ['session'] });
  };
}

function Begin({ on, onSecrets }: { on: boolean; onSecrets: (secrets: Secrets) => void }) {
  const translate = useTranslate();
  const notify = useNotify();
  const changed = useSessionChanged();
  const [password, setPassword] = useState('');
  const { busy, submit, fields, message } = useSubmit(async () => {
    if (on) {
      await api.post('/auth/two-factor/disable', { password });
      notify('console.account.factor_disabled', { type: 'success' });
      await changed();
    } else onSecrets(await api.post<Secrets>('/auth/two-factor/enable', { password }));
    setPassword('');
  });
  return (
    <Stack component="form" onSubmit={submit} sx={{ gap: 2 }}>
      {message && <Alert severity="error">{message}</Alert>}
      <PasswordField
        label={translate('console.account.current_password')}
        value={password}
        onChange={setPassword}
        error={fields.password}
        autoComplete="current-password"
      />
      <Button
        type="submit"
        variant={on ? 'outlined' : 'contained'}
        color={on ? 'error' : 'primary'}
        disabled={busy || password === ''}
        sx={{ alignSelf: 'flex-end' }}
      >
        {translate(on ? 'console.account.factor_disable' : 'console.account.factor_enable')}
      </Button>
    </Stack>
  );
}

function Confirm({ secrets, onDone }: { secrets: Secrets; onDone: () => void }) {
  const translate = useTranslate();
  const notify = useNotify();
  const changed = useSessionChanged();
  const [code, setCode] = useState('');
  const { busy, submit, fields, message } = useSubmit(async () => {
    await api.post('/auth/two-factor/confirm', { code });
    notify('console.account.factor_enabled', { type: 'success' });
    await changed();
    onDone();
  });
  // The QR code is drawn here, so that the secret is never sent to another service.
  const qr = useQuery({
    queryKey: ['totp-qr', secrets.otpauthUri],
    queryFn: async () => (await import('qrcode')).toDataURL(secrets.otpauthUri, { margin: 1, width: 200 }),
    gcTime: 0,
  });
  return (
    <Stack component="form" onSubmit={submit} sx={{ gap: 2 }}>
      <Stack direction={{ xs: 'column', sm: 'row' }} sx={{ gap: 3 }}>
        {qr.data && (
          <Box
            component="img"
            src={qr.data}
            alt={translate('console.account.factor_qr')}
            sx={{ width: 200, height: 200, borderRadius: 2, bgcolor: '#fff' }}
          />
        )}
        <Box sx={{ minWidth: 0 }}>
          <Typography variant="body2">{translate('console.account.factor_scan')}</Typography>
          <Caption sx={{ overflowWrap: 'anywhere', fontFamily: 'monospace' }}>
            {new URL(secrets.otpauthUri).searchParams.get('secret')}
          </Caption>
          <Typography variant="h4" sx={{ mt: 2 }}>
            {translate('console.account.backup_codes')}
          </Typography>
          <Caption>{translate('console.account.backup_text')}</Caption>
          <Box
            sx={{
              fontFamily: 'monospace',
              display: 'grid',
              gridTemplateColumns: '1fr 1fr',
              columnGap: 3,
              mt: 1,
              fontSize: '0.85rem',
            }}
          >
            {secrets.backupCodes.map((backup) => (
              <span key={backup}>{backup}</span>
            ))}
          </Box>
        </Box>
      </Stack>
      {message && <Alert severity="error">{message}</Alert>}
      <TextField
        label={translate('console.second_code')}
        value={code}
        onChange={(event) => setCode(event.target.value)}
        error={Boolean(fields.code)}
        helperText={fields.code}
        slotProps={{ htmlInput: { inputMode: 'numeric', autoComplete: 'one-time-code' } }}
      />
      <Button
        type="submit"
        variant="contained"
        disabled={busy || code.trim().length < 6}
        sx={{ alignSelf: 'flex-end' }}
      >
        {translate('console.account.factor_confirm')}
      </Button>
    </Stack>
  );
}
