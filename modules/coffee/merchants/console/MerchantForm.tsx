import { TextField } from '@mui/material';
import { useRefresh } from 'react-admin';
import { api, FormDialog, SelectField, useForm, useLabels } from '../../../../kernel/ui/index.ts';
import { MERCHANT_STATES } from '../contract.ts';
import type { Merchant } from './useMerchants.ts';

const LABELS = 'console.coffee.merchant';

/** Adds or changes a merchant. */
export function MerchantForm({ merchant, onClose }: { merchant: Merchant | null; onClose: () => void }) {
  const refresh = useRefresh();
  const label = useLabels(LABELS);
  const initial = {
    name: merchant?.name ?? '',
    contactName: merchant?.contactName ?? '',
    phone: merchant?.phone ?? '',
    email: merchant?.email ?? '',
    status: merchant?.status ?? 'active',
  };
  const send = async (values: Record<keyof typeof initial, string>, idempotencyKey: string) => {
    if (merchant) await api.patch(`/coffee/merchants/${merchant.id}`, values);
    else await api.post('/coffee/merchants', values, { idempotencyKey });
    refresh();
    onClose();
  };
  const form = useForm(initial, send, LABELS);
  return (
    <FormDialog title={label(merchant ? 'edit' : 'add')} form={form} onClose={onClose}>
      <TextField {...form.bind('name', { maxLength: 120 })} required autoFocus />
      <TextField {...form.bind('contactName', { maxLength: 120 })} label={label('contact')} />
      <TextField {...form.bind('phone', { maxLength: 40 })} />
      <TextField {...form.bind('email', { maxLength: 255 })} />
      <SelectField
        {...form.bind('status')}
        choices={MERCHANT_STATES.map((state) => ({ id: state, name: label(state) }))}
      />
    </FormDialog>
  );
}
