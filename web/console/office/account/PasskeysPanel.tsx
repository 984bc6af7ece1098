import { Button, List, ListItem, ListItemText, TextField } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useNotify, useTranslate } from 'react-admin';
import { deviceName } from '../../../../kernel/lib/device-name.ts';
import {
  ApiError,
  addPasskey,
  api,
  ErrorNote,
  FormDialog,
  Muted,
  Panel,
  passkeysWork,
  useForm,
  useFormat,
} from '../../../../kernel/ui/index.ts';

type Row = { id: string; name: string; addedAt: string; lastUsedAt: string | null };
type DialogProps = { onClose: () => void; onDone: () => Promise<unknown> };

/** The devices that sign this person in without a password. */
export function PasskeysPanel() {
  const translate = useTranslate();
  const format = useFormat();
  const [open, setOpen] = useState<'add' | Row | null>(null);
  const query = useQuery({ queryKey: ['passkeys'], queryFn: () => api.get<Row[]>('/session/passkeys') });
  const label = (name: string, values?: object) => translate(`console.account.passkey.${name}`, values);
  const rows = query.data ?? [];
  const props = { onClose: () => setOpen(null), onDone: query.refetch };
  return (
    <Panel
      padded={false}
      title={label('title')}
      actions={
        passkeysWork() && (
          <Button size="small" onClick={() => setOpen('add')}>
            {label('add')}
          </Button>
        )
      }
    >
      <Muted sx={{ px: 2.5, pb: 2 }}>
        {label('text')} {!passkeysWork() && label('not_here')}
      </Muted>
      {query.error && <ErrorNote error={query.error} />}
      <List disablePadding>
        {rows.map((row) => (
          <ListItem
            key={row.id}
            divider
            sx={{ px: 2.5 }}
            secondaryAction={
              <Button
                size="small"
                color="error"
                aria-label={label('remove_named', { name: row.name })}
                onClick={() => setOpen(row)}
              >
                {label('remove')}
              </Button>
            }
          >
            <ListItemText
              primary={row.name}
              secondary={[
                label('since', { date: format.date(row.addedAt) }),
                row.lastUsedAt ? label('used', { date: format.dateTime(row.lastUsedAt) }) : label('unused'),
              ].join(' · ')}
              slotProps={{ primary: { sx: { overflowWrap: 'anywhere', pr: 8 } } }}
            />
          </ListItem>
        ))}
      </List>
      {open === 'add' && <AddDialog {...props} />}
      {open && open !== 'add' && <RemoveDialog row={open} {...props} />}
    </Panel>
  );
}

function AddDialog({ onClose, onDone }: DialogProps) {
  const translate = useTranslate();
  const notify = useNotify();
  const label = (name: string) => translate(`console.account.passkey.${name}`);
  const form = useForm({ name: deviceName(navigator.userAgent), password: '' }, async ({ name, password }) => {
    const end = await addPasskey(name, password);
    if (end !== 'done') throw new ApiError(0, 'passkey', label(end));
    notify('console.account.passkey.added', { type: 'success' });
    await onDone();
    onClose();
  });
  return (
    <FormDialog title={label('add')} text={label('add_text')} confirm={label('go_on')} form={form} onClose={onClose}>
      <TextField label={label('name')} {...form.bind('name', { maxLength: 60 })} />
      <Password form={form} />
    </FormDialog>
  );
}

function RemoveDialog({ row, onClose, onDone }: DialogProps & { row: Row }) {
  const translate = useTranslate();
  const notify = useNotify();
  const label = (name: string, values?: object) => translate(`console.account.passkey.${name}`, values);
  const form = useForm({ password: '' }, async ({ password }) => {
    await api.post(`/session/passkeys/${row.id}/remove`, { password });
    notify('console.account.passkey.removed', { type: 'success' });
    await onDone();
    onClose();
  });
  return (
    <FormDialog
      title={label('remove_named', { name: row.name })}
      text={label('remove_text')}
      confirm={label('remove')}
      form={form}
      danger
      onClose={onClose}
    >
      <Password form={form} />
    </FormDialog>
  );
}

function Password({ form }: { form: { bind: (name: 'password') => object } }) {
  return (
    <TextField
      label={useTranslate()('console.account.current_password')}
      {...form.bind('password')}
      type="password"
      slotProps={{ htmlInput: { autoComplete: 'current-password' } }}
    />
  );
}
