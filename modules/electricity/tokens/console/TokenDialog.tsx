import { TextField } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import {
  api,
  type Camelized,
  FormDialog,
  LinkDialog,
  SelectField,
  useForm,
  useLabels,
} from '../../../../kernel/ui/index.ts';
import type { DialogProps } from '../../meters/console/dialogs.ts';
import type { Token } from '../contract.ts';

const LABELS = 'console.electricity.keypad';

const KINDS = ['set', 'disable', 'sync'] as const;

/** A token by staff, which is shown afterwards and stands in the list: sets, disables or synchronizes. */
export function TokenDialog({ meter, onClose, onDone }: DialogProps) {
  const translate = useTranslate();
  const [token, setToken] = useState<string | null>(null);
  const label = useLabels(LABELS);
  const initial = { kind: 'set', kwh: '', reason: '' };
  const send = async ({ kind, kwh, reason }: typeof initial, idempotencyKey: string) => {
    const body = { kind, reason: reason.trim(), ...(kind === 'set' && { kwh: Number(kwh.replace(',', '.')) }) };
    const path = `/electricity/meters/${meter.id}/tokens`;
    setToken((await api.post<Camelized<Token>>(path, body, { idempotencyKey })).token);
  };
  const form = useForm(initial, send, LABELS);
  if (token) return <LinkDialog title={label('token')} text={label('token_made')} code={token} onClose={onDone} />;
  return (
    <FormDialog
      title={label('make')}
      text={label(`${form.values.kind}_text`)}
      confirm={label('make')}
      form={form}
      onClose={onClose}
    >
      <SelectField
        {...form.bind('kind')}
        label={label('does')}
        choices={KINDS.map((kind) => ({ id: kind, name: label(kind) }))}
      />
      {form.values.kind === 'set' && (
        <TextField {...form.bind('kwh', { inputMode: 'decimal', autoComplete: 'off' })} label={label('set_kwh')} />
      )}
      <TextField
        {...form.bind('reason', { maxLength: 500 })}
        label={translate('console.electricity.meter.reason')}
        required
      />
    </FormDialog>
  );
}
