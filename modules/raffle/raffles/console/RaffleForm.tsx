import { TextField } from '@mui/material';
import { useNavigate, useParams } from 'react-router-dom';
import { typedNumber } from '../../../../kernel/lib/numbers.ts';
import {
  Columns,
  FormPanel,
  Loaded,
  Page,
  PictureField,
  useCan,
  useLabels,
  useRecordForm,
  useSession,
  type Versioned,
} from '../../../../kernel/ui/index.ts';
import { type Raffle, useRaffle } from './useRaffles.ts';

const LIST = '/raffle/raffles';
const LABELS = 'console.raffle.raffle';

export default function RaffleForm() {
  const { id } = useParams();
  const label = useLabels(LABELS);
  const query = useRaffle(id);
  const title = id ? label('edit') : label('new');
  return (
    <Page title={title} subtitle={query.data?.title} back={id ? `${LIST}/${id}` : LIST} width={720}>
      {!id && <Fields />}
      {id && (
        <Loaded query={query} height={420}>
          {(raffle) => <Fields key={id} raffle={raffle} />}
        </Loaded>
      )}
    </Page>
  );
}

const text = (value: string | number | null | undefined) => String(value ?? '');

function Fields({ raffle }: { raffle?: Raffle & Versioned }) {
  const navigate = useNavigate();
  const can = useCan();
  const label = useLabels(LABELS);
  const { organization } = useSession();
  const ordered = raffle ? raffle.counts.sold + raffle.counts.reserved > 0 : false;
  const count = (value: string) => {
    const typed = typedNumber(value, 0, organization);
    return /^\d+$/.test(typed) ? Number(typed) : typed || null;
  };
  const form = useRecordForm({
    record: raffle,
    path: LIST,
    labels: LABELS,
    initial: {
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
    },
    bodyOf: (values) => ({
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
    }),
    saved: (id) => navigate(`${LIST}/${id}`),
  });
  const whole = { inputMode: 'numeric' } as const;
  return (
    <FormPanel form={form} cancel={raffle ? `${LIST}/${raffle.id}` : LIST} may={can('raffle.manage')}>
      <TextField {...form.bind('title', { maxLength: 120 })} label={label('titleField')} autoFocus={!raffle} />
      <TextField {...form.bind('description', { help: 'description_help', maxLength: 2000 })} multiline minRows={3} />
      <PictureField
        purpose="raffle.picture"
        label={label('picture')}
        fileId={form.values.pictureFileId}
        onChange={(id) => form.set('pictureFileId', id)}
      />
      <Columns of="1fr 1fr" from="sm" gap={2}>
        <TextField
          {...form.bind('ticketPrice', { help: ordered ? 'price_fixed' : undefined, inputMode: 'decimal' })}
          disabled={ordered}
        />
        <TextField
          {...form.bind('currency', { maxLength: 3, style: { textTransform: 'uppercase' } })}
          disabled={ordered}
        />
        <TextField {...form.bind('firstNumber', whole)} />
        <TextField {...form.bind('lastNumber', { help: ordered ? 'range_help' : undefined, ...whole })} />
        <TextField {...form.day('drawOn')} />
        <TextField {...form.bind('perPersonLimit', { help: 'limit_help', ...whole })} />
        <TextField {...form.bind('reservationMinutes', { help: 'reservation_help', ...whole })} />
      </Columns>
    </FormPanel>
  );
}
