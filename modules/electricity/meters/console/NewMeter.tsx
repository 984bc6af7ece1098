import { TextField } from '@mui/material';
import { useNavigate } from 'react-router-dom';
import { api, FormDialog, SelectField, useForm, useLabels } from '../../../../kernel/ui/index.ts';
import { useClasses } from '../../tariffs/console/useClasses.ts';
import type { Meter } from './meter.ts';

const LABELS = 'console.electricity.meter';

/** A new meter; its page opens next, for the code that goes to the household. */
export function NewMeter({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate();
  const { classes } = useClasses();
  const label = useLabels(LABELS);
  const initial = { number: '', name: '', place: '', tariffClass: '' };
  const send = async ({ number, tariffClass, ...rest }: typeof initial, idempotencyKey: string) => {
    const body = { ...rest, ...(number.trim() && { number }), tariffClass: tariffClass || classes[0]?.code };
    const made = await api.post<Meter>('/electricity/meters', body, { idempotencyKey });
    navigate(`/electricity/meters/${made.id}`);
  };
  const form = useForm(initial, send, LABELS);
  return (
    <FormDialog title={label('add')} form={form} onClose={onClose}>
      <TextField {...form.bind('number', { help: 'number_text' })} autoFocus />
      <TextField {...form.bind('name', { maxLength: 120 })} />
      <TextField {...form.bind('place', { maxLength: 255 })} />
      {classes.length > 0 && (
        <SelectField
          {...form.bind('tariffClass')}
          label={label('class')}
          value={form.values.tariffClass || classes[0]?.code}
          choices={classes.map(({ code, name }) => ({ id: code, name }))}
        />
      )}
    </FormDialog>
  );
}
