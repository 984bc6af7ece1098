import { Alert, Checkbox, FormControlLabel, TextField } from '@mui/material';
import { useState } from 'react';
import { useRefresh } from 'react-admin';
import {
  api,
  FormDialog,
  instantOf,
  OnceDialog,
  SelectField,
  useForm,
  useLabels,
  useSession,
} from '../../../kernel/ui/index.ts';
import { ToCopy } from './InvitationLink.tsx';
import { useRoles } from './useRoles.ts';

const LABELS = 'console.api_keys';
const ROLES = ['viewer', 'ops', 'admin'];

const keyRole = ({ role, staffRole }: { role?: string; staffRole: string | null }) =>
  staffRole ? { staffRole } : { role };

const lines = (text: string) => text.split(/[\s,]+/).filter(Boolean);

/** What a key may not do of what its role may, as far as it was said. */
function narrowedBy({ scopes, addresses, service }: { scopes: string; addresses: string; service: string }) {
  return {
    ...(lines(scopes).length > 0 && { scopes: lines(scopes) }),
    ...(lines(addresses).length > 0 && { addresses: lines(addresses) }),
    ...(service && { service: true }),
  };
}

/** Makes a key and shows it once; closing the dialog discards it. */
export function NewKeyDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const refresh = useRefresh();
  const { organization, role } = useSession();
  const [fresh, setFresh] = useState<string | null>(null);
  const label = useLabels(LABELS);
  const roles = useRoles(ROLES);
  const form = useForm(
    { name: '', role: 'ops', expires: '', scopes: '', addresses: '', service: '' },
    async (values) => {
      const expiresAt = values.expires ? instantOf(values.expires, 'end', organization.timeZone) : null;
      const made = await api.post<{ key: string }>('/api-keys', {
        name: values.name.trim(),
        ...keyRole(roles.inputOf(values.role)),
        expiresAt,
        ...narrowedBy(values),
      });
      setFresh(made.key);
      form.set('name', '');
      refresh();
    },
    LABELS,
  );
  const close = () => {
    setFresh(null);
    onClose();
  };
  if (!open) return null;
  if (fresh) {
    return (
      <OnceDialog title={label('made')} wide onClose={close}>
        <Alert severity="warning">{label('made_text')}</Alert>
        <ToCopy text={fresh} />
      </OnceDialog>
    );
  }
  return (
    <FormDialog title={label('new')} confirm={label('make')} form={form} wide onClose={close}>
      <TextField {...form.bind('name')} autoFocus />
      <SelectField {...form.bind('role')} choices={roles.choices} />
      <TextField {...form.day('expires')} label={label('expiresAt')} />
      {(['scopes', 'addresses'] as const).map((name) => (
        <TextField key={name} {...form.bind(name, { help: `${name}_help` })} multiline />
      ))}
      {role === 'owner' && (
        <FormControlLabel
          control={
            <Checkbox
              checked={form.values.service !== ''}
              onChange={(change) => form.set('service', change.target.checked ? 'yes' : '')}
            />
          }
          label={label('service')}
        />
      )}
    </FormDialog>
  );
}
