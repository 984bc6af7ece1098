import { MenuItem, TextField } from '@mui/material';
import { useState } from 'react';
import { useRefresh, useTranslate } from 'react-admin';
import { api, FormDialog, useForm } from '../../../../kernel/ui/index.ts';
import { useLocations } from '../../locations/console/useLocations.ts';
import { useMerchants } from '../../merchants/console/useMerchants.ts';
import { CodeDialog } from './CodeDialog.tsx';
import type { Machine } from './machine.ts';

type Props = { machine: Machine | null; onClose: () => void; onSaved?: () => void };

/** Adds a machine, and shows its code; or changes one. */
export function MachineForm({ machine, onClose, onSaved }: Props) {
  const translate = useTranslate();
  const refresh = useRefresh();
  const merchants = useMerchants();
  const [code, setCode] = useState<string | null>(null);
  const label = (name: string) => translate(`console.coffee.machine.${name}`);
  const initial = {
    serial: machine?.serial ?? '',
    name: machine?.name ?? '',
    model: machine?.model ?? '',
    merchantId: machine?.merchantId ?? '',
    locationId: machine?.locationId ?? '',
    address: machine?.address ?? '',
    tags: machine?.tags.join(', ') ?? '',
  };
  const form = useForm(initial, async (values) => {
    const tags = values.tags.split(/[\s,]+/).filter(Boolean);
    const body = {
      ...values,
      tags,
      merchantId: values.merchantId || merchants[0]?.id,
      locationId: values.locationId || null,
    };
    if (machine) await api.patch(`/coffee/machines/${machine.id}`, body);
    else setCode((await api.post<{ code: string }>('/coffee/machines', body)).code);
    refresh();
    onSaved?.();
    if (machine) onClose();
  });
  const merchantId = form.values.merchantId || merchants[0]?.id || '';
  const locations = useLocations(merchantId);
  if (code !== null) return <CodeDialog code={code} onClose={onClose} />;
  const text = { slotProps: { htmlInput: { maxLength: 120 } } };
  const known = locations.some(({ id }) => id === form.values.locationId);
  return (
    <FormDialog
      title={label(machine ? 'edit' : 'add')}
      confirm={translate('ra.action.save')}
      form={form}
      onClose={onClose}
    >
      <TextField label={label('serial')} {...form.bind('serial')} required autoFocus />
      <TextField label={label('name')} {...form.bind('name')} {...text} />
      <TextField label={label('model')} {...form.bind('model')} slotProps={{ htmlInput: { maxLength: 80 } }} />
      <TextField select label={label('merchant')} {...form.bind('merchantId')} value={merchantId}>
        {merchants.map(({ id, name }) => (
          <MenuItem key={id} value={id}>
            {name}
          </MenuItem>
        ))}
      </TextField>
      <TextField
        select
        label={label('location')}
        {...form.bind('locationId')}
        value={known ? form.values.locationId : ''}
      >
        <MenuItem value="">{label('no_location')}</MenuItem>
        {locations.map(({ id, name }) => (
          <MenuItem key={id} value={id}>
            {name}
          </MenuItem>
        ))}
      </TextField>
      <TextField label={label('address')} {...form.bind('address')} slotProps={{ htmlInput: { maxLength: 255 } }} />
      <TextField label={label('tags')} {...form.bind('tags')} />
    </FormDialog>
  );
}
