import { FormControlLabel, Switch, TextField, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { api, FormDialog, useForm, useSession } from '../../ui/index.ts';
import type { Drawer } from './types.ts';

type Props = { drawer: Drawer | null; onDone: () => Promise<unknown>; onClose: () => void };

/** A new drawer, or changes of one; its code and currency stay. */
export function DrawerDialog({ drawer, onDone, onClose }: Props) {
  const translate = useTranslate();
  const { organization } = useSession();
  const label = (name: string) => translate(`console.till.drawers.${name}`);
  const form = useForm(
    {
      name: drawer?.name ?? '',
      code: '',
      currency: organization.currency,
      shared: drawer?.shared ? 'yes' : '',
      archived: drawer?.archived ? 'yes' : '',
    },
    async ({ name, code, currency, shared, archived }, idempotencyKey) => {
      if (drawer) {
        await api.patch(`/till/drawers/${drawer.id}`, { name, shared: shared !== '', archived: archived !== '' });
      } else {
        const body = {
          name,
          currency: currency.trim().toUpperCase(),
          shared: shared !== '',
          ...(code.trim() && { code: code.trim() }),
        };
        await api.post('/till/drawers', body, { idempotencyKey });
      }
      await onDone();
    },
  );
  const code = form.bind('code');
  const flag = (name: 'shared' | 'archived') => (
    <FormControlLabel
      control={<Switch checked={form.values[name] !== ''} onChange={(_, on) => form.set(name, on ? 'yes' : '')} />}
      label={label(name)}
    />
  );
  return (
    <FormDialog title={label(drawer ? 'edit' : 'add')} confirm={label('save')} form={form} onClose={onClose}>
      <TextField autoFocus label={label('name')} {...form.bind('name')} slotProps={{ htmlInput: { maxLength: 80 } }} />
      {!drawer && (
        <>
          <TextField label={label('code')} {...code} helperText={code.helperText ?? label('code_help')} />
          <TextField label={label('currency')} {...form.bind('currency')} />
        </>
      )}
      {flag('shared')}
      <Typography variant="caption" color="textSecondary">
        {label('shared_text')}
      </Typography>
      {drawer && flag('archived')}
    </FormDialog>
  );
}
