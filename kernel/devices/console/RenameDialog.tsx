import { TextField } from '@mui/material';
import { useTranslate } from 'react-admin';
import { FormDialog, useRecordForm } from '../../ui/index.ts';
import type { Device } from './types.ts';

/** Renames a device. */
export function RenameDialog({ device, onClose }: { device: Device; onClose: () => void }) {
  const translate = useTranslate();
  const form = useRecordForm({
    record: device,
    path: '/devices',
    labels: 'console.devices',
    initial: { name: device.name },
    bodyOf: ({ name }) => ({ name: name.trim() }),
    saved: onClose,
  });
  const confirm = translate('ra.action.save');
  return (
    <FormDialog title={translate('console.devices.rename')} confirm={confirm} form={form} onClose={onClose}>
      <TextField {...form.bind('name', { maxLength: 80 })} autoFocus />
    </FormDialog>
  );
}
