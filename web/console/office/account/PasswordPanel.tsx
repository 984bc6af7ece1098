import { Alert, Button, Stack } from '@mui/material';
import { useState } from 'react';
import { useNotify, useTranslate } from 'react-admin';
import { api, Panel, useUnsaved } from '../../../../kernel/ui/index.ts';
import { PasswordField } from './PasswordField.tsx';
import { useSubmit } from './useSubmit.ts';

export function PasswordPanel() {
  const translate = useTranslate();
  const notify = useNotify();
  const [now, setNow] = useState('');
  const [next, setNext] = useState('');
  useUnsaved(() => now !== '' || next !== '');
  const { busy, submit, fields, message } = useSubmit(async () => {
    await api.post('/auth/change-password', { currentPassword: now, newPassword: next });
    setNow('');
    setNext('');
    notify('console.account.password_changed', { type: 'success' });
  });
  return (
    <Panel title={translate('console.field.password')}>
      <Stack component="form" onSubmit={submit} sx={{ gap: 2 }}>
        {message && <Alert severity="error">{message}</Alert>}
        <PasswordField
          label={translate('console.account.current_password')}
          value={now}
          onChange={setNow}
          error={fields.currentPassword}
          autoComplete="current-password"
        />
        <PasswordField
          label={translate('console.field.new_password')}
          value={next}
          onChange={setNext}
          error={fields.newPassword}
          helper={translate('console.field.password_help')}
          autoComplete="new-password"
        />
        <Button
          type="submit"
          variant="contained"
          disabled={busy || now === '' || next === ''}
          sx={{ alignSelf: 'flex-end' }}
        >
          {translate('console.account.change_password')}
        </Button>
      </Stack>
    </Panel>
  );
}
