import { TextField, Typography } from '@mui/material';
import { api, FormDialog, PictureField, useForm, useLabels } from '../../../../kernel/ui/index.ts';
import { type DialogProps, isRegister, whOf } from './dialogs.ts';

const LABELS = 'console.electricity.meter';

/** Gives or takes units, with a reason. */
export function AdjustDialog({ meter, onClose, onDone }: DialogProps) {
  const label = useLabels(LABELS);
  const send = async ({ kwh, reason }: Record<'kwh' | 'reason', string>, idempotencyKey: string) => {
    const wh = whOf(kwh, label('kwh_wanted'), (typed) => typed !== 0 && Math.abs(typed) <= 1e9);
    await api.post(`/electricity/meters/${meter.id}/adjustments`, { wh, reason: reason.trim() }, { idempotencyKey });
    onDone();
  };
  const form = useForm({ kwh: '', reason: '' }, send, LABELS);
  return (
    <FormDialog title={label('action.adjust')} confirm={label('action.adjust')} form={form} onClose={onClose}>
      <Typography variant="body2">{label('adjust_text')}</Typography>
      <TextField {...form.bind('kwh')} label={label('adjust_kwh')} autoFocus />
      <TextField {...form.bind('reason', { maxLength: 500 })} />
    </FormDialog>
  );
}

/** What the counter shows, with a photo of it. */
export function ReadDialog({ meter, onClose, onDone }: DialogProps) {
  const label = useLabels(LABELS);
  const send = async ({ kwh, fileId }: Record<'kwh' | 'fileId', string>, idempotencyKey: string) => {
    const registerWh = whOf(kwh, label('kwh_wanted'), isRegister);
    const body = { registerWh, ...(fileId && { fileId }) };
    await api.post(`/electricity/meters/${meter.id}/manual-readings`, body, { idempotencyKey });
    onDone();
  };
  const form = useForm({ kwh: '', fileId: '' }, send, LABELS);
  return (
    <FormDialog title={label('action.read')} confirm={label('action.read')} form={form} onClose={onClose}>
      <TextField {...form.bind('kwh')} label={label('register_kwh')} autoFocus />
      <PictureField
        purpose="electricity.reading"
        label={label('photo')}
        fileId={form.values.fileId}
        onChange={(id) => form.set('fileId', id)}
      />
    </FormDialog>
  );
}

/** Another meter stands behind the number; its counter begins here. */
export function ReplaceDialog({ meter, onClose, onDone }: DialogProps) {
  const label = useLabels(LABELS);
  const send = async ({ kwh, reason }: Record<'kwh' | 'reason', string>, idempotencyKey: string) => {
    const body = { registerWh: whOf(kwh, label('kwh_wanted'), isRegister), reason: reason.trim() };
    await api.post(`/electricity/meters/${meter.id}/replacement`, body, { idempotencyKey });
    onDone();
  };
  const form = useForm({ kwh: '', reason: '' }, send, LABELS);
  return (
    <FormDialog title={label('action.replace')} confirm={label('action.replace')} form={form} onClose={onClose}>
      <Typography variant="body2">{label('replace_text')}</Typography>
      <TextField {...form.bind('kwh')} label={label('register_kwh')} autoFocus />
      <TextField {...form.bind('reason', { maxLength: 500 })} />
    </FormDialog>
  );
}
