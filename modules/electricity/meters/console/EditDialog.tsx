import { TextField } from '@mui/material';
import { useState } from 'react';
import { FormDialog, SelectField, useForm, useLabels, useSave } from '../../../../kernel/ui/index.ts';
import { useClasses } from '../../tariffs/console/useClasses.ts';
import type { DialogProps } from './dialogs.ts';

const LABELS = 'console.electricity.meter';

/** What the meter is called, where it is, and its class of prices. */
export function EditDialog({ meter, onClose, onDone }: DialogProps) {
  const label = useLabels(LABELS);
  const { save, dialog } = useSave();
  const { classes } = useClasses();
  const [before] = useState({ name: meter.name, place: meter.place, tariffClass: meter.tariffClass });
  const [version] = useState(meter.version);
  const send = async (after: typeof before) => {
    await save({ path: `/electricity/meters/${meter.id}`, version, before, after, label });
    onDone();
  };
  const form = useForm(before, send, LABELS);
  return (
    <FormDialog title={label('action.edit')} form={form} onClose={onClose}>
      <TextField {...form.bind('name', { maxLength: 120 })} autoFocus />
      <TextField {...form.bind('place', { maxLength: 255 })} />
      {classes.length > 0 && (
        <SelectField
          {...form.bind('tariffClass')}
          label={label('class')}
          choices={classes.map(({ code, name }) => ({ id: code, name }))}
        />
      )}
      {dialog}
    </FormDialog>
  );
}
