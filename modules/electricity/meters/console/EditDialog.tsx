import { MenuItem, TextField } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { FormDialog, useForm, useSave } from '../../../../kernel/ui/index.ts';
import { useClasses } from '../../tariffs/console/useClasses.ts';
import type { DialogProps } from './dialogs.ts';

/** What the meter is called, where it is, and its class of prices. */
export function EditDialog({ meter, onClose, onDone }: DialogProps) {
  const translate = useTranslate();
  const label = (name: string) => translate(`console.electricity.meter.${name}`);
  const { save, dialog } = useSave();
  const { classes } = useClasses();
  const [before] = useState({ name: meter.name, place: meter.place, tariffClass: meter.tariffClass });
  const [version] = useState(meter.version);
  const form = useForm(before, async (after) => {
    await save({ path: `/electricity/meters/${meter.id}`, version, before, after, label });
    onDone();
  });
  return (
    <FormDialog title={label('action.edit')} confirm={translate('ra.action.save')} form={form} onClose={onClose}>
      <TextField label={label('name')} {...form.bind('name')} autoFocus slotProps={{ htmlInput: { maxLength: 120 } }} />
      <TextField label={label('place')} {...form.bind('place')} slotProps={{ htmlInput: { maxLength: 255 } }} />
      {classes.length > 0 && (
        <TextField select label={label('class')} {...form.bind('tariffClass')}>
          {classes.map(({ code, name }) => (
            <MenuItem key={code} value={code}>
              {name}
            </MenuItem>
          ))}
        </TextField>
      )}
      {dialog}
    </FormDialog>
  );
}
