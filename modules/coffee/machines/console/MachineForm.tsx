import { TextField } from '@mui/material';
import { useState } from 'react';
import { useRefresh } from 'react-admin';
import { api, FormDialog, LinkDialog, SelectField, useForm, useLabels } from '../../../../kernel/ui/index.ts';
import { useLocations } from '../../locations/console/useLocations.ts';
import { useMerchants } from '../../merchants/console/useMerchants.ts';
import type { Machine } from './machine.ts';

const LABELS = 'console.coffee.machine';

type Props = { machine: Machine | null; onClose: () => void; onSaved?: () => void };

/** Adds a machine, and shows its code; or changes one. */
export function MachineForm({ machine, onClose, onSaved }: Props) {
  const refresh = useRefresh();
  const merchants = useMerchants();
  const [code, setCode] = useState<string | null>(null);
  const label = useLabels(LABELS);
  const initial = {
    serial: machine?.serial ?? '',
    name: machine?.name ?? '',
    model: machine?.model ?? '',
    merchantId: machine?.merchantId ?? '',
    locationId: machine?.locationId ?? '',
    address: machine?.address ?? '',
    tags: machine?.tags.join(', ') ?? '',
  };
  const send = async (values: typeof initial) => {
    const tags = values.tags.split(/[\s,]+/).filter(Boolean);
    const merchantId = values.merchantId || merchants[0]?.id;
    const body = { ...values, tags, merchantId, locationId: values.locationId || null };
    if (machine) await api.patch(`/coffee/machines/${machine.id}`, body);
    else setCode((await api.post<{ code: string }>('/coffee/machines', body)).code);
    refresh();
    onSaved?.();
    if (machine) onClose();
  };
  const form = useForm(initial, send, LABELS);
  const merchantId = form.values.merchantId || merchants[0]?.id || '';
  const locations = useLocations(merchantId);
  const shown = { title: label('code_title'), text: label('code_text'), warning: label('once') };
  if (code !== null) return <LinkDialog {...shown} code={code} onClose={onClose} />;
  const known = locations.some(({ id }) => id === form.values.locationId);
  return (
    <FormDialog title={label(machine ? 'edit' : 'add')} form={form} onClose={onClose}>
      <TextField {...form.bind('serial')} required autoFocus />
      <TextField {...form.bind('name', { maxLength: 120 })} />
      <TextField {...form.bind('model', { maxLength: 80 })} />
      <SelectField {...form.bind('merchantId')} label={label('merchant')} value={merchantId} choices={merchants} />
      <SelectField
        {...form.bind('locationId')}
        label={label('location')}
        value={known ? form.values.locationId : ''}
        choices={locations}
        none={label('no_location')}
      />
      <TextField {...form.bind('address', { maxLength: 255 })} />
      <TextField {...form.bind('tags')} />
    </FormDialog>
  );
}
