import { MenuItem, TextField } from '@mui/material';
import { useRefresh, useTranslate } from 'react-admin';
import { api, FormDialog, useForm } from '../../../../kernel/ui/index.ts';
import { MERCHANT_STATES } from '../contract.ts';
import type { Merchant } from './useMerchants.ts';

/** Adds or changes a merchant. */
export function MerchantForm({ merchant, onClose }: { merchant: Merchant | null; onClose: () => void }) {
  const translate = useTranslate();
  const refresh = useRefresh();
  const label = (name: string) => translate(`console.coffee.merchant.${name}`);
  const initial = {
    name: merchant?.name ?? '',
    contactName: merchant?.contactName ?? '',
    phone: merchant?.phone ?? '',
    email: merchant?.email ?? '',
    status: merchant?.status ?? 'active',
  };
  const form = useForm<Record<keyof typeof initial, string>>(initial, async (values, idempotencyKey) => {
    if (merchant) await api.patch(`/coffee/merchants/${merchant.id}`, values);
    else await api.post('/coffee/merchants', values, { idempotencyKey });
    refresh();
    onClose();
  });
  const text = { slotProps: { htmlInput: { maxLength: 120 } } };
  return (
    <FormDialog
      title={label(merchant ? 'edit' : 'add')}
      confirm={translate('ra.action.save')}
      form={form}
      onClose={onClose}
    >
      <TextField label={label('name')} {...form.bind('name')} {...text} required autoFocus />
      <TextField label={label('contact')} {...form.bind('contactName')} {...text} />
      <TextField label={label('phone')} {...form.bind('phone')} slotProps={{ htmlInput: { maxLength: 40 } }} />
      <TextField label={label('email')} {...form.bind('email')} slotProps={{ htmlInput: { maxLength: 255 } }} />
      <TextField select label={label('status')} {...form.bind('status')}>
        {MERCHANT_STATES.map((state) => (
          <MenuItem key={state} value={state}>
            {label(state)}
          </MenuItem>
        ))}
      </TextField>
    </FormDialog>
  );
}
