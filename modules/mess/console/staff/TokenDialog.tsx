import { MenuItem, TextField } from '@mui/material';
import { useRefresh, useTranslate } from 'react-admin';
import { api, instantOf, useForm, useSession } from '../../../../kernel/ui/index.ts';
import { plusDays } from '../../contract.ts';
import { FormDialog } from '../FormDialog.tsx';
import type { HandedOver } from '../types.ts';
import { useToday } from '../useMess.ts';

/** A month: whoever is at the door longer than that gets another one. */
const USUAL_DAYS = 30;
const MOST_DAYS = 399;

type Props = { onClose: () => void; onMade: (made: HandedOver) => void };

/** Who, until when, and as what. */
export function TokenDialog({ onClose, onMade }: Props) {
  const translate = useTranslate();
  const refresh = useRefresh();
  const { organization } = useSession();
  const today = useToday();
  const label = (name: string) => translate(`console.mess.token.${name}`);
  const initial = { name: '', role: 'steward', validUntil: plusDays(today, USUAL_DAYS) };
  const form = useForm(initial, async ({ name, role, validUntil }) => {
    const until = instantOf(validUntil, 'end', organization.timeZone);
    const made = await api.post<HandedOver>('/mess/staff-tokens', { name: name.trim(), role, validUntil: until });
    refresh();
    onMade(made);
  });
  return (
    <FormDialog title={label('new')} text={label('new_text')} confirm={label('make')} form={form} onClose={onClose}>
      <TextField
        label={label('name')}
        {...form.bind('name')}
        placeholder={label('name_example')}
        autoFocus
        slotProps={{ htmlInput: { maxLength: 80 } }}
      />
      <TextField
        select
        label={label('role')}
        {...form.bind('role')}
        helperText={label(`role_text.${form.values.role}`)}
      >
        {['steward', 'supervisor'].map((role) => (
          <MenuItem key={role} value={role}>
            {label(`roles.${role}`)}
          </MenuItem>
        ))}
      </TextField>
      <TextField
        label={label('lastDay')}
        {...form.bind('validUntil')}
        type="date"
        slotProps={{ inputLabel: { shrink: true }, htmlInput: { min: today, max: plusDays(today, MOST_DAYS) } }}
      />
    </FormDialog>
  );
}
