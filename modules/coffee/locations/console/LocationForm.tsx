import { MenuItem, TextField } from '@mui/material';
import { useRefresh, useTranslate } from 'react-admin';
import { typedNumber } from '../../../../kernel/lib/numbers.ts';
import { api, FormDialog, useForm, useSession } from '../../../../kernel/ui/index.ts';
import { useMerchants } from '../../merchants/console/useMerchants.ts';
import type { Location } from './useLocations.ts';

/** Adds or changes a location. */
export function LocationForm({ location, onClose }: { location: Location | null; onClose: () => void }) {
  const translate = useTranslate();
  const refresh = useRefresh();
  const merchants = useMerchants();
  const { organization } = useSession();
  const label = (name: string) => translate(`console.coffee.location.${name}`);
  const initial = {
    merchantId: location?.merchantId ?? '',
    name: location?.name ?? '',
    address: location?.address ?? '',
    latitude: location?.latitude?.toString() ?? '',
    longitude: location?.longitude?.toString() ?? '',
  };
  const form = useForm(initial, async ({ merchantId, name, address, latitude, longitude }, idempotencyKey) => {
    // What is no number is sent as null, and refused when the other one is there.
    const degrees = (text: string) => {
      const number = Number.parseFloat(typedNumber(text, 6, organization));
      return Number.isFinite(number) ? number : null;
    };
    const values = { name, address, latitude: degrees(latitude), longitude: degrees(longitude) };
    if (location) await api.patch(`/coffee/locations/${location.id}`, values);
    else {
      const merchant_id = merchantId || merchants[0]?.id;
      await api.post('/coffee/locations', { ...values, merchant_id }, { idempotencyKey });
    }
    refresh();
    onClose();
  });
  return (
    <FormDialog
      title={label(location ? 'edit' : 'add')}
      confirm={translate('ra.action.save')}
      form={form}
      onClose={onClose}
    >
      {!location && (
        <TextField
          select
          label={label('merchant')}
          {...form.bind('merchantId')}
          value={form.values.merchantId || merchants[0]?.id || ''}
        >
          {merchants.map(({ id, name }) => (
            <MenuItem key={id} value={id}>
              {name}
            </MenuItem>
          ))}
        </TextField>
      )}
      <TextField label={label('name')} {...form.bind('name')} slotProps={{ htmlInput: { maxLength: 120 } }} required />
      <TextField label={label('address')} {...form.bind('address')} slotProps={{ htmlInput: { maxLength: 255 } }} />
      <TextField label={label('latitude')} {...form.bind('latitude')} />
      <TextField label={label('longitude')} {...form.bind('longitude')} />
    </FormDialog>
  );
}
