import { TextField, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { api, FormDialog, PictureField, useForm } from '../../../../kernel/ui/index.ts';
import { type DialogProps, isRegister, whOf } from './dialogs.ts';

const useLabel = () => {
  const translate = useTranslate();
  return (name: string) => translate(`console.electricity.meter.${name}`);
};

/** Gives or takes units, with a reason. */
export function AdjustDialog({ meter, onClose, onDone }: DialogProps) {
  const label = useLabel();
  const form = useForm({ kwh: '', reason: '' }, async ({ kwh, reason }, idempotencyKey) => {
    const wh = whOf(kwh, label('kwh_wanted'), (typed) => typed !== 0 && Math.abs(typed) <= 1e9);
    await api.post(`/electricity/meters/${meter.id}/adjustments`, { wh, reason: reason.trim() }, { idempotencyKey });
    onDone();
  });
  return (
    <FormDialog title={label('action.adjust')} confirm={label('action.adjust')} form={form} onClose={onClose}>
      <Typography variant="body2">{label('adjust_text')}</Typography>
      <TextField label={label('adjust_kwh')} {...form.bind('kwh')} autoFocus />
      <TextField label={label('reason')} {...form.bind('reason')} slotProps={{ htmlInput: { maxLength: 500 } }} />
    </FormDialog>
  );
}

/** What the counter shows, with a photo of it. */
export function ReadDialog({ meter, onClose, onDone }: DialogProps) {
  const label = useLabel();
  const form = useForm({ kwh: '', fileId: '' }, async ({ kwh, fileId }, idempotencyKey) => {
    const registerWh = whOf(kwh, label('kwh_wanted'), isRegister);
    const body = { registerWh, ...(fileId && { fileId }) };
    await api.post(`/electricity/meters/${meter.id}/manual-readings`, body, { idempotencyKey });
    onDone();
  });
  return (
    <FormDialog title={label('action.read')} confirm={label('action.read')} form={form} onClose={onClose}>
      <TextField label={label('register_kwh')} {...form.bind('kwh')} autoFocus />
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
  const label = useLabel();
  const form = useForm({ kwh: '', reason: '' }, async ({ kwh, reason }, idempotencyKey) => {
    const body = { registerWh: whOf(kwh, label('kwh_wanted'), isRegister), reason: reason.trim() };
    await api.post(`/electricity/meters/${meter.id}/replacement`, body, { idempotencyKey });
    onDone();
  });
  return (
    <FormDialog title={label('action.replace')} confirm={label('action.replace')} form={form} onClose={onClose}>
      <Typography variant="body2">{label('replace_text')}</Typography>
      <TextField label={label('register_kwh')} {...form.bind('kwh')} autoFocus />
      <TextField label={label('reason')} {...form.bind('reason')} slotProps={{ htmlInput: { maxLength: 500 } }} />
    </FormDialog>
  );
}
