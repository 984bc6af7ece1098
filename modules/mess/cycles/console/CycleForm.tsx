import { Button, Skeleton, Stack, TextField } from '@mui/material';
import type { ReactNode } from 'react';
import { useTranslate } from 'react-admin';
import { Link, useNavigate, useParams } from 'react-router-dom';
import {
  api,
  Columns,
  ErrorNote,
  FormPanel,
  History,
  Page,
  Panel,
  useCan,
  useConfirm,
  useFormat,
  useGet,
  useLabels,
  useRecordForm,
  type Versioned,
} from '../../../../kernel/ui/index.ts';
import { useToday } from '../../calendar/console/useToday.ts';
import { plusDays } from '../../calendar/days.rule.ts';
import { type Cycle, useCycles } from './useCycles.ts';

const LIST = '/mess/cycles';
const LABELS = 'console.mess.cycle';

/** A new cycle, or an existing one with its figures and its history. */
export default function CycleForm({ figures }: { figures: (cycleId: string) => ReactNode }) {
  const { id } = useParams();
  const translate = useTranslate();
  const can = useCan();
  const { cycles, isFetched } = useCycles();
  const query = useGet<Cycle>(`${LIST}/${id}`, {}, { enabled: id !== undefined });
  const cycle = query.data;
  return (
    <Page
      title={id ? (cycle?.name ?? translate('console.mess.cycle.one')) : translate('console.mess.cycle.new')}
      back={LIST}
      width={760}
      actions={cycle && <Actions cycle={cycle} />}
    >
      {query.error && <ErrorNote error={query.error} />}
      {id && query.isPending && <Skeleton variant="rounded" height={280} />}
      <Stack sx={{ gap: 2.5 }}>
        {cycle && figures(cycle.id)}
        {id ? cycle && <Fields key={id} cycle={cycle} /> : isFetched && <Fields before={cycles[0]} />}
        {id && can('audit.read') && (
          <Panel title={translate('console.audit.history')}>
            <History subjectType="mess.cycle" subjectId={id} />
          </Panel>
        )}
      </Stack>
    </Page>
  );
}

/** Credits the rebates once it is over; removes it while nobody was asked to pay, as the server reports. */
function Actions({ cycle }: { cycle: Cycle }) {
  const translate = useTranslate();
  const navigate = useNavigate();
  const format = useFormat();
  const can = useCan();
  const today = useToday();
  const { ask, dialog } = useConfirm();
  const label = (name: string) => translate(`console.mess.cycle.${name}`, { name: cycle.name });
  const { verified, uploaded, denied } = cycle.payments;
  const untouched = verified + uploaded + denied === 0;
  return (
    <>
      <Button
        variant="outlined"
        component={Link}
        to={`/mess/payments?filter=${encodeURIComponent(JSON.stringify({ cycleId: cycle.id }))}`}
      >
        {translate('console.mess.payment.many')}
      </Button>
      {cycle.endsOn < today && !cycle.rebatesCreditedAt && can('mess.manage') && (
        <Button
          variant="contained"
          onClick={() =>
            ask({
              title: label('credit_title'),
              text: label('credit_text'),
              confirm: label('credit'),
              danger: false,
              act: () => api.post(`${LIST}/${cycle.id}/credit-rebates`),
              done: 'console.mess.cycle.credited',
            })
          }
        >
          {label('credit')}
        </Button>
      )}
      {untouched && can('mess.manage') && (
        <Button
          color="error"
          variant="outlined"
          onClick={() =>
            ask({
              title: label('delete_title'),
              text: format.days(cycle.startsOn, cycle.endsOn),
              confirm: translate('ra.action.delete'),
              act: () => api.delete(`${LIST}/${cycle.id}`),
              done: 'console.mess.cycle.deleted',
              refresh: false,
              after: () => navigate(LIST, { replace: true }),
            })
          }
        >
          {translate('ra.action.delete')}
        </Button>
      )}
      {dialog}
    </>
  );
}

/** The month that begins where the one before ended. */
function following(before: Cycle | undefined, today: string) {
  const first = before && before.endsOn >= today ? plusDays(before.endsOn, 1) : today;
  const [year = 0, month = 1, day = 1] = first.split('-').map(Number);
  const next = new Date(Date.UTC(year, month, day)).toISOString().slice(0, 10);
  return { startsOn: first, endsOn: plusDays(next, -1) };
}

function Fields({ cycle, before }: { cycle?: Cycle & Versioned; before?: Cycle | undefined }) {
  const navigate = useNavigate();
  const can = useCan();
  const label = useLabels(LABELS);
  const days = following(before, useToday());
  const form = useRecordForm({
    record: cycle,
    path: LIST,
    labels: LABELS,
    initial: {
      name: cycle?.name ?? '',
      startsOn: cycle?.startsOn ?? days.startsOn,
      endsOn: cycle?.endsOn ?? days.endsOn,
      price: cycle?.price ?? before?.price ?? '',
    },
    bodyOf: (values) => ({ ...values, name: values.name.trim(), price: values.price.trim() }),
    saved: () => navigate(LIST),
  });
  return (
    <FormPanel form={form} cancel={LIST} may={can('mess.manage')}>
      <TextField {...form.bind('name', { maxLength: 120 })} autoFocus={!cycle} placeholder={label('name_example')} />
      <Columns of="1fr 1fr 1fr" from="sm" gap={2}>
        <TextField {...form.day('startsOn')} />
        <TextField {...form.day('endsOn')} />
        <TextField {...form.bind('price', { inputMode: 'decimal' })} />
      </Columns>
    </FormPanel>
  );
}
