import PersonAddIcon from '@mui/icons-material/PersonAddAltOutlined';
import { Alert, Button, Stack, TextField } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { useTranslate } from 'react-admin';
import {
  ApiError,
  Attempt,
  api,
  Code,
  EarlierSaved,
  KeepAsTyped,
  Panel,
  useAction,
  useLabels,
  useUnsaved,
} from '../../../../kernel/ui/index.ts';
import type { Alike, Customer, Registered } from '../../customers/console/types.ts';
import type { Exhibition } from '../../exhibitions/console/types.ts';

type Props = {
  exhibition: Exhibition;
  /** The name field, for the shortcut that moves the focus here. */
  first: RefObject<HTMLInputElement | null>;
  /** Called when the request is sent; the function it returns is called with the customer. */
  onSend: () => (customer: Customer) => void;
  /** Opens somebody who is there already. */
  onOpen: (id: string) => void;
};

const EMPTY = { name: '', email: '', phone: '', taxNumber: '', address: '' };

const LABELS = { name: 'name', email: 'email', phone: 'phone', taxNumber: 'tax_number', address: 'address' };

/** A new customer in three fields, a business in five; Enter in any of them registers. */
export function RegisterForm({ exhibition, first, onSend, onOpen }: Props) {
  const translate = useTranslate();
  const [values, setValues] = useState(EMPTY);
  // A number that looks impossible is right, says the person at the desk.
  const [keepPhone, setKeepPhone] = useState(false);
  const [business, setBusiness] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  const [busy, setBusy] = useState(false);
  // One Idempotency-Key per person: pressing Enter twice, or again after a lost answer, registers once.
  const attempt = useRef(new Attempt());
  useUnsaved(() => !busy && Object.values(values).some((value) => value.trim() !== ''));
  const typed = {
    name: values.name.trim(),
    email: values.email.trim(),
    phone: values.phone.trim(),
    ...(business && { taxNumber: values.taxNumber.trim(), address: values.address.trim() }),
    ...(keepPhone && { keepPhone }),
  };
  const registered = ({ qr: _, ...made }: Registered, shown: (customer: Customer) => void) => {
    setValues(EMPTY);
    setKeepPhone(false);
    setBusiness(false);
    setError(null);
    shown({ ...made, exhibitionName: exhibition.name, currency: exhibition.currency });
  };
  const register = async () => {
    if (busy) return;
    const shown = onSend();
    setBusy(true);
    setError(null);
    try {
      const made = await attempt.current.send((idempotencyKey) =>
        api.post<Registered>('/exhibition/customers', { exhibitionId: exhibition.id, ...typed }, { idempotencyKey }),
      );
      registered(made, shown);
    } catch (refusal) {
      setError(refusal instanceof ApiError ? refusal : new ApiError(0, 'network', String(refusal)));
    } finally {
      setBusy(false);
    }
  };
  // Enter must not confirm that a second customer is registered.
  const earlier = error instanceof EarlierSaved ? (error.answer as Registered) : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!earlier) void register();
  };
  const fields = error?.fields ?? {};
  const general = error && Object.keys(fields).length === 0 ? error.message : null;
  const input = (name: keyof typeof EMPTY) => ({
    label: translate(`console.exhibition.customer.${LABELS[name]}`),
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
        {earlier ? (
          <Earlier
            customer={earlier}
            onChange={async () => {
              const shown = onSend();
              const changed = await api.patch<Customer>(`/exhibition/customers/${earlier.id}`, typed);
              registered({ ...earlier, ...changed }, shown);
            }}
            onAnother={() => void register()}
          />
        ) : (
          general && <Alert severity="error">{general}</Alert>
        )}
        <TextField
          {...input('name')}
          inputRef={first}
          required
          slotProps={{ htmlInput: { maxLength: 255 }, inputLabel: { required: false } }}
        />
        <TextField {...input('email')} type="email" slotProps={{ htmlInput: { inputMode: 'email' } }} />
        <TextField {...input('phone')} type="tel" slotProps={{ htmlInput: { inputMode: 'tel' } }} />
        <KeepAsTyped phone={values.phone} refused={Boolean(fields.phone)} checked={keepPhone} onChange={setKeepPhone} />
        {business ? (
          <>
            <TextField {...input('taxNumber')} slotProps={{ htmlInput: { maxLength: 60 } }} />
            <TextField {...input('address')} multiline minRows={2} slotProps={{ htmlInput: { maxLength: 500 } }} />
          </>
        ) : (
          <Button size="small" color="inherit" sx={{ alignSelf: 'flex-start' }} onClick={() => setBusiness(true)}>
            {translate('console.exhibition.desk.for_a_business')}
          </Button>
        )}
        <AlikeNote
          exhibitionId={exhibition.id}
          email={typed.email}
          phone={typed.phone}
          onOpen={(id) => {
            setValues(EMPTY);
            onOpen(id);
          }}
        />
        <Button type="submit" variant="contained" size="large" disabled={busy} startIcon={<PersonAddIcon />}>
          {translate('console.exhibition.desk.register')}
        </Button>
      </Stack>
    </Panel>
  );
}

type EarlierProps = { customer: Registered; onChange: () => Promise<void>; onAnother: () => void };

/** An earlier try registered somebody, but its answer was lost: are the fields a correction, or the next person? */
function Earlier({ customer, onChange, onAnother }: EarlierProps) {
  const label = useLabels('console.exhibition.desk');
  const { busy, run } = useAction();
  return (
    <Alert severity="warning">
      {label('earlier', { name: customer.name })} <Code value={customer.code} size="0.85rem" />
      <Stack direction="row" sx={{ gap: 1, mt: 1, flexWrap: 'wrap' }}>
        <Button size="small" color="inherit" variant="outlined" disabled={busy} onClick={() => void run(onChange)}>
          {label('earlier_change')}
        </Button>
        <Button size="small" color="inherit" disabled={busy} onClick={onAnother}>
          {label('earlier_another')}
        </Button>
      </Stack>
    </Alert>
  );
}

type AlikeProps = { exhibitionId: string; email: string; phone: string; onOpen: (id: string) => void };

/**
 * Who has the typed address or number already: a person decides whether it is the same one, so nobody opens by
 * themselves, and registering goes on.
 */
function AlikeNote({ exhibitionId, email, phone, onOpen }: AlikeProps) {
  const translate = useTranslate();
  const [asked, setAsked] = useState({ email: '', phone: '' });
  useEffect(() => {
    const timer = setTimeout(() => setAsked({ email, phone }), 250);
    return () => clearTimeout(timer);
  }, [email, phone]);
  const { data = [] } = useQuery({
    queryKey: ['desk', 'alike', exhibitionId, asked],
    queryFn: ({ signal }) =>
      api.get<Alike>('/exhibition/customers/alike', { exhibition_id: exhibitionId, ...asked }, { signal }),
    enabled: asked.email.includes('@') || asked.phone.length > 5,
  });
  if (data.length === 0 || (email === '' && phone === '')) return null;
  return (
    <Alert severity="info" role="status">
      {translate('console.exhibition.desk.alike')}
      <Stack sx={{ gap: 0.5, mt: 0.5, alignItems: 'flex-start' }}>
        {data.map(({ id, name, code }) => (
          <Button key={id} size="small" color="inherit" onClick={() => onOpen(id)} sx={{ gap: 1 }}>
            {name} <Code value={code} size="0.85rem" />
          </Button>
        ))}
      </Stack>
    </Alert>
  );
}
