import { Alert, Button, Dialog, DialogActions, DialogContent, DialogTitle, Stack, TextField } from '@mui/material';
import { useState } from 'react';
import { useNotify, useRefresh, useTranslate } from 'react-admin';
import { useForm, useSave } from '../../ui/index.ts';
import type { Device } from './types.ts';

/** Renames a device. */
export function RenameDialog({ device, onClose }: { device: Device; onClose: () => void }) {
  const translate = useTranslate();
  const notify = useNotify();
  const refresh = useRefresh();
  // The values when the form opened; later updates do not change them.
  const [{ version, ...before }] = useState(device);
  const { save, dialog } = useSave();
  const label = (name: string) => translate(`console.devices.${name}`);
  const form = useForm({ name: device.name }, async ({ name }) => {
    const after = { name: name.trim() };
    await save<Device, typeof after>({ path: `/devices/${device.id}`, version, before, after, label });
    notify('console.saved', { type: 'success' });
    refresh();
    onClose();
  });
  return (
    <Dialog open onClose={form.leave(onClose)} maxWidth="xs" fullWidth>
      {dialog}
      <form onSubmit={form.submit} noValidate>
        <DialogTitle>{label('rename')}</DialogTitle>
        <DialogContent>
          <Stack sx={{ gap: 2, mt: 1 }}>
            {form.message && <Alert severity="error">{form.message}</Alert>}
            <TextField
              label={label('name')}
              {...form.bind('name')}
              autoFocus
              slotProps={{ htmlInput: { maxLength: 80 } }}
            />
          </Stack>
        </DialogContent>
        <DialogActions>
          <Button color="inherit" onClick={form.leave(onClose)}>
            {translate('ra.action.cancel')}
          </Button>
          <Button type="submit" variant="contained" disabled={form.busy}>
            {translate('ra.action.save')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
