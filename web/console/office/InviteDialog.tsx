import { TextField } from '@mui/material';
import { useState } from 'react';
import { useRefresh, useTranslate } from 'react-admin';
import { api, FormDialog, SelectField, useForm, useLabels, useSession } from '../../../kernel/ui/index.ts';
import { InvitationLink, type Invited } from './InvitationLink.tsx';
import { limitOf, useLimits } from './useLimits.ts';
import { useRoles } from './useRoles.ts';

const ROLES = ['viewer', 'ops', 'admin', 'owner'];

export function InviteDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const translate = useTranslate();
  const label = useLabels('console.invitations');
  const [invited, setInvited] = useState<(Invited & { email: string }) | null>(null);
  const refresh = useRefresh();
  const { choices } = useLimits();
  // Roles that work are given by owners alone.
  const owner = useSession().role === 'owner';
  const roles = useRoles(owner ? ROLES : ['viewer']);
  const form = useForm({ email: '', role: owner ? 'ops' : 'viewer', limit: '' }, async (values, idempotencyKey) => {
    const email = values.email.trim();
    const limit = values.role === 'owner' ? null : limitOf(values.limit);
    const { staffRole, ...plain } = roles.inputOf(values.role);
    const input = { email, ...plain, ...(staffRole && { staffRole }), ...(limit && { limit }) };
    const made = await api.post<Invited>('/invitations', input, { idempotencyKey });
    setInvited({ ...made, email });
    form.set('email', '');
    refresh();
    onClose();
  });
  const role = form.bind('role');
  if (invited) return <InvitationLink invited={invited} onClose={() => setInvited(null)} />;
  if (!open) return null;
  return (
    <FormDialog title={translate('console.members.invite')} confirm={label('send')} form={form} onClose={onClose}>
      <TextField label={label('email')} type="email" autoFocus {...form.bind('email')} />
      <SelectField
        label={label('role')}
        {...role}
        helperText={role.helperText ?? roles.choices.find(({ id }) => id === form.values.role)?.text}
        choices={roles.choices.filter(({ id }) => owner || !id.startsWith('trade:'))}
      />
      {choices.length > 0 && form.values.role !== 'owner' && (
        <SelectField
          label={translate('console.members.limit')}
          {...form.bind('limit')}
          slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
          choices={choices}
        />
      )}
    </FormDialog>
  );
}
