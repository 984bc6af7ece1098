import ImportIcon from '@mui/icons-material/UploadFileOutlined';
import { Box, Button, Stack, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import {
  AddButton,
  byChoice,
  Caption,
  Code,
  type Column,
  dotted,
  ExportButton,
  Page,
  ResourceList,
  RowCard,
  Strong,
  useCan,
  useFormat,
  useLabels,
} from '../../../../kernel/ui/index.ts';
import { labels } from '../../numbers/label.rule.ts';
import { useRaffleChoices } from '../../raffles/console/useRaffles.ts';
import { OrderState, PAYMENT_STATES, PaymentState } from './OrderState.tsx';
import type { Order } from './types.ts';

const LABELS = 'console.raffle.order';

const STATES = ['draft', 'pending_payment', 'paid', 'cancelled', 'expired'] as const;
/** The most numbers in a row; more would make it too high. */
const MAX_SHOWN = 6;

export function shortNumbers(order: Order): string {
  const shown = labels(order.numbers.slice(0, MAX_SHOWN), order.raffle.digits);
  return order.numbers.length > MAX_SHOWN ? `${shown} +${order.numbers.length - MAX_SHOWN}` : shown;
}

/** All orders, updated live. */
export default function OrderList() {
  const translate = useTranslate();
  const label = useLabels(LABELS);
  const can = useCan();
  const raffles = useRaffleChoices();
  const columns = useColumns();
  const add = can('raffle.order.write') && <AddButton label={label('new')} to="/raffle/orders/new" />;
  return (
    <Page
      title={label('many')}
      actions={
        <>
          {can('raffle.export') && <ExportButton path="/raffle/orders/export" />}
          {can('raffle.order.confirm_payment') && (
            <Button variant="outlined" startIcon={<ImportIcon />} component={Link} to="/raffle/orders/import">
              {translate('console.import.action')}
            </Button>
          )}
          {add}
        </>
      }
    >
      <ResourceList<Order>
        resource="raffle/orders"
        columns={columns}
        live={['raffle.order', 'payment']}
        card={(order) => <OrderCard order={order} />}
        href={(order) => `/raffle/orders/${order.id}`}
        searchLabel={label('search')}
        filters={[
          { kind: 'choice', source: 'raffleId', label: translate('console.raffle.raffle.one'), choices: raffles },
          byChoice('state', label('stateField'), STATES, (id) => label(`state.${id}`)),
          byChoice('paymentState', label('payment'), PAYMENT_STATES, (id) => translate(`console.raffle.payment.${id}`)),
          { kind: 'text', source: 'number', label: label('number') },
          { kind: 'day', source: 'from', label: translate('console.list.from') },
          { kind: 'day', source: 'to', label: translate('console.list.to') },
        ]}
        empty={{ title: label('none'), text: label('none_text'), action: add }}
      />
    </Page>
  );
}

const REMARKABLE = ['submitted', 'denied', 'refunded', 'unknown'];

/** The payment's state, unless the order's own state implies it. */
function Remarkable({ payment }: { payment: Order['payment'] }) {
  if (!payment || !(payment.owed || REMARKABLE.includes(payment.state))) return null;
  return <PaymentState payment={payment} />;
}

export function Contact({ order }: { order: Order }) {
  const translate = useTranslate();
  return (
    <Box sx={{ minWidth: 130 }}>
      <Strong variant="body2">{order.contactName || translate('console.raffle.order.no_name')}</Strong>
      <Caption>
        {dotted([order.contactPhone, order.channel && translate(`console.raffle.channel.${order.channel}`)])}
      </Caption>
    </Box>
  );
}

function useColumns(): Column<Order>[] {
  const translate = useTranslate();
  const label = useLabels(LABELS);
  const format = useFormat();
  const numbers = (order: Order) => <span className="figures">{shortNumbers(order)}</span>;
  return [
    { key: 'code', label: label('code'), nowrap: true, render: (order) => <Code value={order.code} size="0.85rem" /> },
    { key: 'contact', label: label('contact'), render: (order) => <Contact order={order} /> },
    { key: 'raffle', label: translate('console.raffle.raffle.one'), from: 'lg', render: (order) => order.raffle.title },
    { key: 'numbers', label: label('numbers'), from: 'md', render: numbers },
    {
      key: 'amount',
      label: label('amount'),
      align: 'right',
      nowrap: true,
      render: (order) => <b style={{ fontWeight: 600 }}>{format.money(order.amount, order.currency)}</b>,
    },
    {
      key: 'state',
      label: label('stateField'),
      render: (order) => (
        <Stack direction="row" sx={{ gap: 0.5, flexWrap: 'wrap' }}>
          <OrderState state={order.state} />
          <Remarkable payment={order.payment} />
        </Stack>
      ),
    },
    { key: 'created', label: label('createdAt'), time: (order) => order.createdAt },
  ];
}

function OrderCard({ order }: { order: Order }) {
  const format = useFormat();
  const amount = (
    <Strong sx={{ whiteSpace: 'nowrap' }} className="figures">
      {format.money(order.amount, order.currency)}
    </Strong>
  );
  return (
    <RowCard title={<Contact order={order} />} right={amount}>
      <Typography variant="body2" className="figures">
        {shortNumbers(order)}
      </Typography>
      <Stack direction="row" sx={{ gap: 0.5, alignItems: 'center', flexWrap: 'wrap' }}>
        <OrderState state={order.state} />
        <Remarkable payment={order.payment} />
        <Caption sx={{ ml: 'auto' }}>{format.ago(order.createdAt)}</Caption>
      </Stack>
    </RowCard>
  );
}
