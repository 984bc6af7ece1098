import { Chip, Stack } from '@mui/material';
import { useTranslate } from 'react-admin';
import {
  byChoice,
  type Camelized,
  Caption,
  type Column,
  dotted,
  ExportButton,
  type Filter,
  Page,
  ResourceList,
  RowCard,
  StateChip,
  useFormat,
  useLabels,
} from '../../../../kernel/ui/index.ts';
import { useMerchants } from '../../merchants/console/useMerchants.ts';
import { type Order as Answer, EXCEPTIONS, PAYMENT_STATES } from '../contract.ts';
import { methodText } from './method.ts';

const LABELS = 'console.coffee.order';

export type Order = Camelized<Answer>;

export const TONES = { paid: 'good', free: 'neutral', pending: 'busy', failed: 'bad' } as const;

/** All orders; the filters are in the address, and in the downloads. */
export default function OrderList() {
  const translate = useTranslate();
  const merchants = useMerchants();
  const label = useLabels(LABELS);
  return (
    <Page title={label('many')} actions={<ExportButton path="/coffee/orders/export" />}>
      <OrderRows
        filters={[
          { kind: 'day', source: 'from', label: translate('console.list.from') },
          { kind: 'day', source: 'to', label: translate('console.list.to') },
          byChoice('exception', label('exception'), ['open', 'settled', ...EXCEPTIONS], (id) =>
            label(`exceptions.${id}`),
          ),
          byChoice('paymentState', label('state'), PAYMENT_STATES, (id) => label(`payment.${id}`)),
          { kind: 'choice', source: 'merchantId', label: label('merchant'), choices: merchants },
        ]}
      />
    </Page>
  );
}

/** Orders, of all machines or of one inside another page. */
export function OrderRows({ filters, machineId }: { filters?: Filter[]; machineId?: string }) {
  const translate = useTranslate();
  const format = useFormat();
  const label = useLabels(LABELS);
  const items = (order: Order) => order.items.map(({ product, quantity }) => `${quantity} × ${product}`).join(', ');
  const amount = (order: Order) => (
    <>
      {format.money(order.amount, order.currency)}
      {order.refundedMinor > 0 && (
        <Caption component="div">{label('refunded', { amount: format.money(order.refunded, order.currency) })}</Caption>
      )}
    </>
  );
  const state = (order: Order) => (
    <Stack direction="row" sx={{ gap: 0.5, flexWrap: 'wrap' }}>
      <StateChip tone={TONES[order.paymentState]} label={label(`payment.${order.paymentState}`)} />
      {order.exception && (
        <Chip
          size="small"
          color={order.settled ? 'default' : 'warning'}
          variant="outlined"
          label={label(`exceptions.${order.exception}`)}
        />
      )}
    </Stack>
  );
  const number = (order: Order) => order.number;
  const machine = ({ machine }: Order) => machine.name || machine.serial;
  const methodOf = ({ paymentMethod }: Order) => methodText(paymentMethod, translate);
  const columns: Column<Order>[] = [
    { key: 'madeAt', label: label('made'), time: ({ madeAt }) => madeAt },
    // Beside the other columns of a machine's page there is no room for it.
    ...(machineId
      ? []
      : [
          { key: 'number', label: label('number'), from: 'lg' as const, nowrap: true, render: number },
          { key: 'machine', label: label('machine'), render: machine },
        ]),
    { key: 'items', label: label('items'), render: items },
    { key: 'amount', label: label('amount'), align: 'right', nowrap: true, render: amount },
    { key: 'method', label: label('method'), from: 'md', render: methodOf },
    { key: 'state', label: label('state'), render: state },
  ];
  return (
    <ResourceList<Order>
      href={({ id }) => `/coffee/orders/${id}`}
      live={['coffee.order']}
      resource="coffee/orders"
      columns={columns}
      {...(machineId && { fixed: { machineId }, embedded: true, perPage: 10 })}
      card={(order) => (
        <RowCard
          title={dotted([items(order), format.money(order.amount, order.currency)])}
          note={[machine(order), format.dateTime(order.madeAt)]}
          right={state(order)}
        />
      )}
      {...(filters && { filters, searchLabel: label('search') })}
      empty={{ title: label('none'), text: label('none_text') }}
    />
  );
}
