import ChanceIcon from '@mui/icons-material/CasinoOutlined';
import { Alert, Autocomplete, Box, Button, Stack, TextField } from '@mui/material';
import { useState } from 'react';
import { useNotify, useTranslate } from 'react-admin';
import { useNavigate, useSearchParams } from 'react-router-dom';
import { formatAmount } from '../../../../kernel/lib/money.ts';
import {
  api,
  Caption,
  Columns,
  dotted,
  KeepAsTyped,
  Page,
  Panel,
  SelectField,
  Strong,
  useCan,
  useForm,
  useFormat,
  useGet,
  useLabels,
} from '../../../../kernel/ui/index.ts';
import { type Raffle, useRaffles } from '../../raffles/console/useRaffles.ts';
import type { Order } from './types.ts';

const LABELS = 'console.raffle.order';

type Person = { id: string; name: string; phone: string | null };

/** An order for a buyer at the desk or on the telephone: specific or random numbers. */
export default function NewOrder() {
  const translate = useTranslate();
  const [search] = useSearchParams();
  const raffles = useRaffles().filter((raffle) => raffle.active);
  return (
    <Page title={translate('console.raffle.order.new')} back="/raffle/orders" width={640}>
      <Fields raffles={raffles} wanted={search.get('raffle') ?? ''} numbers={search.get('numbers') ?? ''} />
    </Page>
  );
}

function Fields({ raffles, wanted, numbers }: { raffles: Raffle[]; wanted: string; numbers: string }) {
  const translate = useTranslate();
  const label = useLabels(LABELS);
  const format = useFormat();
  const navigate = useNavigate();
  const notify = useNotify();
  const [person, setPerson] = useState<Person | null>(null);
  const initial = { raffle: wanted, numbers, contactName: '', contactPhone: '', keepPhone: '' };
  const send = async (values: typeof initial, idempotencyKey: string) => {
    const body = {
      numbers: values.numbers.trim(),
      contactName: values.contactName.trim(),
      contactPhone: values.contactPhone.trim() || null,
      ...(values.keepPhone === 'true' && { keepPhone: true }),
      personId: person?.id ?? null,
      confirm: true,
    };
    const path = `/raffle/raffles/${values.raffle || raffles[0]?.id}/reserve`;
    const order = await api.post<Order>(path, body, { idempotencyKey });
    notify('console.raffle.order.reserved_done', { type: 'success' });
    navigate(`/raffle/orders/${order.id}`, { replace: true });
  };
  const form = useForm(initial, send, LABELS);
  const { values } = form;
  const priceOf = ({ ticketPriceMinor, currency }: Raffle, count = 1) =>
    format.money(formatAmount(ticketPriceMinor * count, currency), currency);
  const raffle = raffles.find(({ id }) => id === values.raffle) ?? raffles[0];
  const typed = countOf(values.numbers);
  const phoneField = form.bind('contactPhone');
  return (
    <Panel>
      <Stack component="form" onSubmit={form.submit} noValidate sx={{ gap: 2.25 }}>
        {form.message && <Alert severity="error">{form.message}</Alert>}
        <SelectField
          {...form.bind('raffle')}
          label={translate('console.raffle.raffle.one')}
          value={raffle?.id ?? ''}
          choices={raffles.map((one) => ({ id: one.id, name: dotted([one.title, priceOf(one)]) }))}
        />
        <Stack direction="row" sx={{ gap: 1, alignItems: 'flex-start' }}>
          <TextField {...form.bind('numbers', { help: 'numbers_help' })} autoFocus placeholder="5, 12, 99" />
          <Button
            variant="outlined"
            startIcon={<ChanceIcon />}
            sx={{ flexShrink: 0, minHeight: 40 }}
            onClick={() => form.set('numbers', label('chance_words', { smart_count: typed || 1 }))}
          >
            {label('chance')}
          </Button>
        </Stack>
        <Columns of="1fr 1fr" from="sm" gap={2.25}>
          <Buyer
            label={label('contact')}
            name={values.contactName}
            type={(name) => {
              form.set('contactName', name);
              setPerson(null);
            }}
            choose={(chosen) => {
              setPerson(chosen);
              form.set('contactName', chosen.name);
              form.set('contactPhone', chosen.phone ?? '');
            }}
          />
          <Stack>
            <TextField {...phoneField} label={label('phone')} type="tel" />
            <KeepAsTyped
              phone={values.contactPhone}
              refused={phoneField.error}
              checked={values.keepPhone === 'true'}
              onChange={(keep) => form.set('keepPhone', String(keep))}
            />
          </Stack>
        </Columns>
        <Stack direction="row" sx={{ gap: 1, justifyContent: 'space-between', alignItems: 'center', flexWrap: 'wrap' }}>
          <Strong className="figures" aria-live="polite">
            {raffle && typed > 0 && priceOf(raffle, typed)}
          </Strong>
          <Stack direction="row" sx={{ gap: 1 }}>
            <Button color="inherit" onClick={() => navigate(-1)}>
              {translate('ra.action.cancel')}
            </Button>
            <Button type="submit" variant="contained" disabled={form.busy || !raffle || values.numbers.trim() === ''}>
              {label('reserve_now')}
            </Button>
          </Stack>
        </Stack>
      </Stack>
    </Panel>
  );
}

/** How many numbers a text like "5, 12-14" or "random 3" means, for the price beside it. The server parses it fully. */
function countOf(text: string): number {
  const chance = /^[^\d]{3,}(\d{1,4})\s*$/.exec(text);
  if (chance) return Number(chance[1]);
  return text.split(/[\s,;]+/).reduce((count, word) => {
    const range = /^(\d+)-(\d+)$/.exec(word);
    if (range) return count + Math.max(0, Number(range[2]) - Number(range[1]) + 1);
    return count + (/^\d+$/.test(word) ? 1 : 0);
  }, 0);
}

type BuyerProps = { label: string; name: string; type: (name: string) => void; choose: (person: Person) => void };

/** The name field, with suggestions of known people. */
function Buyer({ label, name, type, choose }: BuyerProps) {
  const can = useCan();
  const search = name.trim();
  const enabled = can('people.read') && search.length >= 2;
  const query = useGet<Person[]>('/people', { search, limit: 8 }, { enabled, staleTime: 30_000 });
  return (
    <Autocomplete<Person, false, false, true>
      freeSolo
      options={query.data ?? []}
      filterOptions={(options) => options}
      getOptionLabel={(option) => (typeof option === 'string' ? option : option.name)}
      getOptionKey={(option) => (typeof option === 'string' ? option : option.id)}
      inputValue={name}
      onInputChange={(_, value, reason) => reason === 'input' && type(value)}
      onChange={(_, value) => value && typeof value !== 'string' && choose(value)}
      renderOption={({ key, ...props }, option) => (
        <Box component="li" key={key} {...props} sx={{ display: 'block !important' }}>
          {option.name}
          <Caption component="div">{option.phone}</Caption>
        </Box>
      )}
      renderInput={(params) => <TextField {...params} label={label} />}
    />
  );
}
