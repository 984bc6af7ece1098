import { Alert, Box, Button, Skeleton, Stack, TextField } from '@mui/material';
import { useState } from 'react';
import { useNotify, useRefresh, useTranslate } from 'react-admin';
import { useNavigate, useParams } from 'react-router-dom';
import { typedNumber } from '../../../../kernel/lib/numbers.ts';
import {
  api,
  ErrorNote,
  Page,
  Panel,
  PictureField,
  useCan,
  useForm,
  useSave,
  useSession,
  type Versioned,
} from '../../../../kernel/ui/index.ts';
import { type Raffle, useRaffle } from './useRaffles.ts';

const LIST = '/raffle/raffles';

export default function RaffleForm() {
  const { id } = useParams();
  const translate = useTranslate();
  const query = useRaffle(id);
  const title = id ? translate('console.raffle.raffle.edit') : translate('console.raffle.raffle.new');
  return (
    <Page title={title} subtitle={query.data?.title} back={id ? `${LIST}/${id}` : LIST} width={720}>
      {id && query.isPending && <Skeleton variant="rounded" height={420} />}
      {query.error && <ErrorNote error={query.error} />}
      {(!id || query.data) && <Fields key={id} raffle={query.data} />}
    </Page>
  );
}

const text = (value: string | number | null | undefined) => String(value ?? '');

function Fields({ raffle }: { raffle?: (Raffle & Versioned) | undefined }) {
  const translate = useTranslate();
  const navigate = useNavigate();
  const notify = useNotify();
  const refresh = useRefresh();
  const can = useCan();
  const { organization } = useSession();
  const ordered = raffle ? raffle.counts.sold + raffle.counts.reserved > 0 : false;
  // The values when the form opened, whatever changes afterwards.
  const [version] = useState(raffle?.version);
  const [initial] = useState({
    title: text(raffle?.title),
    description: text(raffle?.description),
    ticketPrice: text(raffle?.ticketPrice),
    currency: raffle?.currency ?? organization.currency,
    firstNumber: text(raffle?.firstNumber ?? 1),
    lastNumber: text(raffle?.lastNumber ?? 1000),
    drawOn: text(raffle?.drawOn),
    perPersonLimit: text(raffle?.perPersonLimit),
    reservationMinutes: text(raffle?.reservationMinutes ?? 30),
    pictureFileId: text(raffle?.pictureFileId),
  });
  const { save, dialog } = useSave();
  const label = (name: string) => translate(`console.raffle.raffle.${name}`);
  const form = useForm(initial, async (values, idempotencyKey) => {
    const count = (value: string) => {
      const typed = typedNumber(value, 0, organization);
      return /^\d+$/.test(typed) ? Number(typed) : typed || null;
    };
    const bodyOf = (values: typeof initial): Record<string, unknown> => ({
      title: values.title.trim(),
      description: values.description.trim(),
      ticketPrice: values.ticketPrice.trim(),
      currency: values.currency.trim().toUpperCase(),
      firstNumber: count(values.firstNumber),
      lastNumber: count(values.lastNumber),
      drawOn: values.drawOn || null,
      perPersonLimit: count(values.perPersonLimit),
      reservationMinutes: count(values.reservationMinutes),
      pictureFileId: values.pictureFileId || null,
    });
    const wanted = bodyOf(values);
    // Only the changed fields: the server refuses fields that are fixed by now.
    if (raffle) await save({ path: `${LIST}/${raffle.id}`, version, before: bodyOf(initial), after: wanted, label });
    const id = raffle?.id ?? (await api.post<Raffle>(LIST, wanted, { idempotencyKey })).id;
    notify('console.saved', { type: 'success' });
    refresh();
    navigate(`${LIST}/${id}`);
  });
  const bind = (name: keyof typeof initial, help?: string) => {
    const { helperText, ...rest } = form.bind(name);
    return { ...rest, label: label(name), helperText: helperText ?? (help && label(help)) };
  };
  const whole = { htmlInput: { inputMode: 'numeric' } } as const;
  return (
    <Panel>
      {dialog}
      <Stack component="form" onSubmit={form.submit} noValidate sx={{ gap: 2.25 }}>
        {form.message && <Alert severity="error">{form.message}</Alert>}
        <TextField
          {...bind('title')}
          label={label('titleField')}
          autoFocus={!raffle}
          slotProps={{ htmlInput: { maxLength: 120 } }}
        />
        <TextField
          {...bind('description', 'description_help')}
          multiline
          minRows={3}
          slotProps={{ htmlInput: { maxLength: 2000 } }}
        />
        <PictureField
          purpose="raffle.picture"
          label={label('picture')}
          fileId={form.values.pictureFileId}
          onChange={(id) => form.set('pictureFileId', id)}
        />
        <Box sx={{ display: 'grid', gap: 2.25, gridTemplateColumns: { xs: '1fr', sm: '1fr 1fr' } }}>
          <TextField
            {...bind('ticketPrice', ordered ? 'price_fixed' : undefined)}
            disabled={ordered}
            slotProps={{ htmlInput: { inputMode: 'decimal' } }}
          />
          <TextField
            {...bind('currency')}
            disabled={ordered}
            slotProps={{ htmlInput: { maxLength: 3, style: { textTransform: 'uppercase' } } }}
          />
          <TextField {...bind('firstNumber')} slotProps={whole} />
          <TextField {...bind('lastNumber', ordered ? 'range_help' : undefined)} slotProps={whole} />
          <TextField {...bind('drawOn')} type="date" slotProps={{ inputLabel: { shrink: true } }} />
          <TextField {...bind('perPersonLimit', 'limit_help')} slotProps={whole} />
          <TextField {...bind('reservationMinutes', 'reservation_help')} slotProps={whole} />
        </Box>
        <Stack direction="row" sx={{ gap: 1, justifyContent: 'flex-end' }}>
          <Button color="inherit" onClick={() => navigate(raffle ? `${LIST}/${raffle.id}` : LIST)}>
            {translate('ra.action.cancel')}
          </Button>
          <Button type="submit" variant="contained" disabled={form.busy || !can('raffle.manage')}>
            {translate('ra.action.save')}
          </Button>
        </Stack>
      </Stack>
    </Panel>
  );
}
