import { TextField } from '@mui/material';
import { useRefresh } from 'react-admin';
import { api, FormDialog, instantOf, SelectField, useForm, useLabels, useSession } from '../../ui/index.ts';
import type { HandedOver } from './types.ts';

type Props = { kinds: string[]; onClose: () => void; onAdded: (made: HandedOver) => void };

/** Asks for the kind, the name and the end. */
export function AddDialog({ kinds, onClose, onAdded }: Props) {
  const refresh = useRefresh();
  const { organization } = useSession();
  const label = useLabels('console.devices');
  const form = useForm({ kind: kinds[0] ?? '', name: '', validUntil: '' }, async ({ kind, name, validUntil }) => {
    const until = validUntil ? instantOf(validUntil, 'end', organization.timeZone) : null;
    const made = await api.post<HandedOver>('/devices', { kind, name: name.trim(), validUntil: until });
    refresh();
    onAdded(made);
  });
  const choices = kinds.map((id) => ({ id, name: label(`kind.${id}`) }));
  return (
    <FormDialog
      title={label('add')}
      text={label('add_text')}
      confirm={label('make_code')}
      form={form}
      onClose={onClose}
    >
      <SelectField label={label('kind_label')} {...form.bind('kind')} choices={choices} />
      <TextField label={label('name')} {...form.bind('name', { maxLength: 80 })} autoFocus />
      <TextField label={label('last_day')} {...form.day('validUntil')} />
    </FormDialog>
  );
}
