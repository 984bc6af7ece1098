import { MenuItem, TextField } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { api, type Camelized, FormDialog, useForm } from '../../../../kernel/ui/index.ts';
import { CodeDialog } from '../../meters/console/CodeDialog.tsx';
import type { DialogProps } from '../../meters/console/dialogs.ts';
import type { Token } from '../contract.ts';

const KINDS = ['set', 'disable', 'sync'] as const;

/** A token by staff, which is shown afterwards and stands in the list: sets, disables or synchronizes. */
export function TokenDialog({ meter, onClose, onDone }: DialogProps) {
  const translate = useTranslate();
  const [token, setToken] = useState<string | null>(null);
  const label = (name: string) => translate(`console.electricity.keypad.${name}`);
  const initial = { kind: 'set', kwh: '', reason: '' };
  const form = useForm(initial, async ({ kind, kwh, reason }, idempotencyKey) => {
    const body = { kind, reason: reason.trim(), ...(kind === 'set' && { kwh: Number(kwh.replace(',', '.')) }) };
    const path = `/electricity/meters/${meter.id}/tokens`;
    setToken((await api.post<Camelized<Token>>(path, body, { idempotencyKey })).token);
  });
  if (token) return <CodeDialog title={label('token')} text={label('token_made')} code={token} kept onClose={onDone} />;
  return (
    <FormDialog
      title={label('make')}
      text={label(`${form.values.kind}_text`)}
      confirm={label('make')}
      form={form}
      onClose={onClose}
    >
      <TextField select label={label('does')} {...form.bind('kind')}>
        {KINDS.map((kind) => (
          <MenuItem key={kind} value={kind}>
            {label(kind)}
          </MenuItem>
        ))}
      </TextField>
      {form.values.kind === 'set' && (
        <TextField
          label={label('set_kwh')}
          {...form.bind('kwh')}
          slotProps={{ htmlInput: { inputMode: 'decimal', autoComplete: 'off' } }}
        />
      )}
      <TextField
        label={translate('console.electricity.meter.reason')}
        {...form.bind('reason')}
        required
        slotProps={{ htmlInput: { maxLength: 500 } }}
      />
    </FormDialog>
  );
}
