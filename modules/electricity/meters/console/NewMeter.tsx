import { MenuItem, TextField } from '@mui/material';
import { useTranslate } from 'react-admin';
import { useNavigate } from 'react-router-dom';
import { api, FormDialog, useForm } from '../../../../kernel/ui/index.ts';
import { useClasses } from '../../tariffs/console/useClasses.ts';
import type { Meter } from './meter.ts';

/** A new meter; its page opens next, for the code that goes to the household. */
export function NewMeter({ onClose }: { onClose: () => void }) {
  const translate = useTranslate();
  const navigate = useNavigate();
  const { classes } = useClasses();
  const label = (name: string) => translate(`console.electricity.meter.${name}`);
  const initial = { number: '', name: '', place: '', tariffClass: '' };
  const form = useForm(initial, async ({ number, tariffClass, ...rest }, idempotencyKey) => {
    const body = { ...rest, ...(number.trim() && { number }), tariffClass: tariffClass || classes[0]?.code };
    const made = await api.post<Meter>('/electricity/meters', body, { idempotencyKey });
    navigate(`/electricity/meters/${made.id}`);
  });
  return (
    <FormDialog title={label('add')} confirm={translate('ra.action.save')} form={form} onClose={onClose}>
      <TextField
        label={label('number')}
        {...form.bind('number')}
        helperText={form.bind('number').helperText ?? label('number_text')}
        autoFocus
      />
      <TextField label={label('name')} {...form.bind('name')} slotProps={{ htmlInput: { maxLength: 120 } }} />
      <TextField label={label('place')} {...form.bind('place')} slotProps={{ htmlInput: { maxLength: 255 } }} />
      {classes.length > 0 && (
        <TextField
          select
          label={label('class')}
          {...form.bind('tariffClass')}
          value={form.values.tariffClass || classes[0]?.code}
        >
          {classes.map(({ code, name }) => (
            <MenuItem key={code} value={code}>
              {name}
            </MenuItem>
          ))}
        </TextField>
      )}
    </FormDialog>
  );
}
