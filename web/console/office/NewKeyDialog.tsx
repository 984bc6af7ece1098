import {
  Alert,
  Box,
  Button,
  Checkbox,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  FormControlLabel,
  MenuItem,
  Stack,
  TextField,
} from '@mui/material';
import { useState } from 'react';
import { useRefresh, useTranslate } from 'react-admin';
import { api, CopyButton, instantOf, useForm, useSession } from '../../../kernel/ui/index.ts';
import { useRoles } from './useRoles.ts';

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
  const translate = useTranslate();
  const refresh = useRefresh();
  const { organization, role } = useSession();
  const [fresh, setFresh] = useState<string | null>(null);
  const label = (name: string) => translate(`console.api_keys.${name}`);
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
  );
  const close = () => {
    setFresh(null);
    onClose();
  };
  return (
    <Dialog open={open} onClose={fresh ? undefined : form.leave(close)} maxWidth="sm">
      <form onSubmit={form.submit} noValidate>
        <DialogTitle>{label(fresh ? 'made' : 'new')}</DialogTitle>
        <DialogContent>
          {fresh ? (
            <Stack sx={{ gap: 2 }}>
              <Alert severity="warning">{label('made_text')}</Alert>
              <Box
                sx={{
                  display: 'flex',
                  gap: 1,
                  alignItems: 'center',
                  fontFamily: 'monospace',
                  overflowWrap: 'anywhere',
                  p: 1.5,
                  borderRadius: 2,
                  bgcolor: 'action.hover',
                }}
              >
                <span>{fresh}</span>
                <CopyButton text={fresh} />
              </Box>
            </Stack>
          ) : (
            <Stack sx={{ gap: 2, pt: 1 }}>
              {form.message && <Alert severity="error">{form.message}</Alert>}
              <TextField label={label('name')} autoFocus {...form.bind('name')} />
              <TextField select label={label('role')} {...form.bind('role')}>
                {roles.choices.map(({ value, name }) => (
                  <MenuItem key={value} value={value}>
                    {name}
                  </MenuItem>
                ))}
              </TextField>
              <TextField
                label={label('expiresAt')}
                type="date"
                {...form.bind('expires')}
                slotProps={{ inputLabel: { shrink: true } }}
              />
              {(['scopes', 'addresses'] as const).map((name) => {
                const field = form.bind(name);
                const help = field.helperText ?? label(`${name}_help`);
                return <TextField key={name} label={label(name)} multiline {...field} helperText={help} />;
              })}
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
            </Stack>
          )}
        </DialogContent>
        <DialogActions>
          <Button
            color={fresh ? 'primary' : 'inherit'}
            variant={fresh ? 'contained' : 'text'}
            onClick={form.leave(close)}
          >
            {translate(fresh ? 'ra.action.close' : 'ra.action.cancel')}
          </Button>
          {!fresh && (
            <Button type="submit" variant="contained" disabled={form.busy}>
              {label('make')}
            </Button>
          )}
        </DialogActions>
      </form>
    </Dialog>
  );
}
