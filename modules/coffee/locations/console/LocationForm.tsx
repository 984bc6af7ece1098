import { TextField } from '@mui/material';
import { useRefresh } from 'react-admin';
import { typedNumber } from '../../../../kernel/lib/numbers.ts';
import { api, FormDialog, SelectField, useForm, useLabels, useSession } from '../../../../kernel/ui/index.ts';
import { useMerchants } from '../../merchants/console/useMerchants.ts';
import type { Location } from './useLocations.ts';

const LABELS = 'console.coffee.location';

/** Adds or changes a location. */
export function LocationForm({ location, onClose }: { location: Location | null; onClose: () => void }) {
  const refresh = useRefresh();
  const merchants = useMerchants();
  const { organization } = useSession();
  const label = useLabels(LABELS);
  const initial = {
    merchantId: location?.merchantId ?? '',
    name: location?.name ?? '',
    address: location?.address ?? '',
    latitude: location?.latitude?.toString() ?? '',
    longitude: location?.longitude?.toString() ?? '',
  };
  const send = async ({ merchantId, name, address, latitude, longitude }: typeof initial, idempotencyKey: string) => {
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
  };
  const form = useForm(initial, send, LABELS);
  return (
    <FormDialog title={label(location ? 'edit' : 'add')} form={form} onClose={onClose}>
      {!location && (
        <SelectField
          {...form.bind('merchantId')}
          label={label('merchant')}
          value={form.values.merchantId || merchants[0]?.id || ''}
          choices={merchants}
        />
      )}
      <TextField {...form.bind('name', { maxLength: 120 })} required />
      <TextField {...form.bind('address', { maxLength: 255 })} />
      <TextField {...form.bind('latitude')} />
      <TextField {...form.bind('longitude')} />
    </FormDialog>
  );
}
