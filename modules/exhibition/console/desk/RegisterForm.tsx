import PersonAddIcon from '@mui/icons-material/PersonAddAltOutlined';
import { Alert, Button, Stack, TextField } from '@mui/material';
import { type FormEvent, type RefObject, useRef, useState } from 'react';
import { useTranslate } from 'react-admin';
import { ApiError, api, Panel } from '../../../../kernel/ui/index.ts';
import type { Customer, Exhibition, Registered } from '../types.ts';

type Props = {
  exhibition: Exhibition;
  /** The name field, so that a shortcut can lead here. */
  first: RefObject<HTMLInputElement | null>;
  onRegistered: (customer: Customer) => void;
};

const EMPTY = { name: '', email: '', phone: '' };

/** A new customer in three fields; Enter in any of them registers. */
export function RegisterForm({ exhibition, first, onRegistered }: Props) {
  const translate = useTranslate();
  const [values, setValues] = useState(EMPTY);
  const [error, setError] = useState<ApiError | null>(null);
  const [busy, setBusy] = useState(false);
  // One key for one person at the desk: pressing Enter twice, or again after a lost answer, registers once.
  const key = useRef(crypto.randomUUID());
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setError(null);
    try {
      const body = {
        exhibitionId: exhibition.id,
        name: values.name.trim(),
        email: values.email.trim(),
        phone: values.phone.trim(),
      };
      const { qr: _, ...made } = await api.post<Registered>('/exhibition/customers', body, {
        idempotencyKey: key.current,
      });
      key.current = crypto.randomUUID();
      setValues(EMPTY);
      onRegistered({ ...made, exhibitionName: exhibition.name, currency: exhibition.currency });
    } catch (refusal) {
      const known = refusal instanceof ApiError ? refusal : new ApiError(0, 'network', String(refusal));
      setError(known);
      // A refusal saved nothing, and what is sent next is another request.
      if (known.status >= 400 && known.status < 500) key.current = crypto.randomUUID();
    } finally {
      setBusy(false);
    }
  };
  const fields = error?.fields ?? {};
  const general = error && Object.keys(fields).length === 0 ? error.message : null;
  const input = (name: keyof typeof EMPTY) => ({
    label: translate(`console.exhibition.customer.${name}`),
    value: values[name],
    onChange: (event: { target: { value: string } }) => setValues({ ...values, [name]: event.target.value }),
    error: Boolean(fields[name]),
    helperText: fields[name],
    fullWidth: true,
    name,
  });
  return (
    <Panel title={translate('console.exhibition.desk.new_customer')}>
      <Stack component="form" onSubmit={submit} sx={{ gap: 1.75 }} noValidate autoComplete="off">
        {general && <Alert severity="error">{general}</Alert>}
        <TextField
          {...input('name')}
          inputRef={first}
          required
          slotProps={{ htmlInput: { maxLength: 255 }, inputLabel: { required: false } }}
        />
        <TextField {...input('email')} type="email" slotProps={{ htmlInput: { inputMode: 'email' } }} />
        <TextField {...input('phone')} type="tel" slotProps={{ htmlInput: { inputMode: 'tel' } }} />
        <Button type="submit" variant="contained" size="large" disabled={busy} startIcon={<PersonAddIcon />}>
          {translate('console.exhibition.desk.register')}
        </Button>
      </Stack>
    </Panel>
  );
}
