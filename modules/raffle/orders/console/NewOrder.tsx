import ChanceIcon from '@mui/icons-material/CasinoOutlined';
import { Alert, Autocomplete, Box, Button, MenuItem, Stack, TextField, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useNotify, useTranslate } from 'react-admin';
import { useNavigate, useSearchParams } from 'react-router-dom';
import { formatAmount } from '../../../../kernel/lib/money.ts';
import { api, KeepAsTyped, Page, Panel, useCan, useForm, useFormat, useSession } from '../../../../kernel/ui/index.ts';
import { type Raffle, useRaffles } from '../../raffles/console/useRaffles.ts';
import type { Order } from './types.ts';

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
  const format = useFormat();
  const navigate = useNavigate();
  const notify = useNotify();
  const [person, setPerson] = useState<Person | null>(null);
  const label = (name: string) => translate(`console.raffle.order.${name}`);
  const form = useForm(
    { raffle: wanted, numbers, contactName: '', contactPhone: '', keepPhone: '' },
    async (values, idempotencyKey) => {
      const order = await api.post<Order>(
        `/raffle/raffles/${values.raffle || raffles[0]?.id}/reserve`,
        {
          numbers: values.numbers.trim(),
          contactName: values.contactName.trim(),
          contactPhone: values.contactPhone.trim() || null,
          ...(values.keepPhone === 'true' && { keepPhone: true }),
          personId: person?.id ?? null,
          confirm: true,
        },
        { idempotencyKey },
      );
      notify('console.raffle.order.reserved_done', { type: 'success' });
      navigate(`/raffle/orders/${order.id}`, { replace: true });
    },
  );
  const { values } = form;
  const raffle = raffles.find(({ id }) => id === values.raffle) ?? raffles[0];
  const typed = countOf(values.numbers);
  const { helperText, ...numbersField } = form.bind('numbers');
  const phoneField = form.bind('contactPhone');
  return (
    <Panel>
      <Stack component="form" onSubmit={form.submit} noValidate sx={{ gap: 2.25 }}>
        {form.message && <Alert severity="error">{form.message}</Alert>}
        <TextField
          select
          label={translate('console.raffle.raffle.one')}
          {...form.bind('raffle')}
          value={raffle?.id ?? ''}
        >
          {raffles.map(({ id, title, ticketPrice, currency }) => (
            <MenuItem key={id} value={id}>
              {title} · {format.money(ticketPrice, currency)}
            </MenuItem>
          ))}
        </TextField>
        <Stack direction="row" sx={{ gap: 1, alignItems: 'flex-start' }}>
          <TextField
            label={label('numbers')}
            {...numbersField}
            autoFocus
            placeholder="5, 12, 99"
            helperText={helperText ?? label('numbers_help')}
          />
          <Button
            variant="outlined"
            startIcon={<ChanceIcon />}
            sx={{ flexShrink: 0, minHeight: 40 }}
            onClick={() =>
              form.set('numbers', translate('console.raffle.order.chance_words', { smart_count: typed || 1 }))
            }
          >
            {label('chance')}
          </Button>
        </Stack>
        <Box sx={{ display: 'grid', gap: 2.25, gridTemplateColumns: { xs: '1fr', sm: '1fr 1fr' } }}>
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
            <TextField label={label('phone')} type="tel" {...phoneField} />
            <KeepAsTyped
              phone={values.contactPhone}
              refused={phoneField.error}
              checked={values.keepPhone === 'true'}
              onChange={(keep) => form.set('keepPhone', String(keep))}
            />
          </Stack>
        </Box>
        <Stack direction="row" sx={{ gap: 1, justifyContent: 'space-between', alignItems: 'center', flexWrap: 'wrap' }}>
          <Typography className="figures" sx={{ fontWeight: 600 }} aria-live="polite">
            {raffle &&
              typed > 0 &&
              format.money(formatAmount(raffle.ticketPriceMinor * typed, raffle.currency), raffle.currency)}
          </Typography>
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
  const { organization } = useSession();
  const search = name.trim();
  const query = useQuery({
    queryKey: ['people', organization.id, search],
    queryFn: () => api.get<Person[]>('/people', { search, limit: 8 }),
    enabled: can('people.read') && search.length >= 2,
    staleTime: 30_000,
  });
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
          <Typography variant="caption" color="textSecondary" component="div">
            {option.phone}
          </Typography>
        </Box>
      )}
      renderInput={(params) => <TextField {...params} label={label} />}
    />
  );
}
