import { Chip, Stack } from '@mui/material';
import { useTranslate } from 'react-admin';
import {
  type Camelized,
  Caption,
  type Column,
  type Filter,
  ResourceList,
  RowCard,
  StateChip,
  useFormat,
  useLabels,
} from '../../../../kernel/ui/index.ts';
import type { Order as Answer } from '../contract.ts';
import { methodText } from './method.ts';

export type Order = Camelized<Answer>;

export const TONES = { paid: 'good', free: 'neutral', pending: 'busy', failed: 'bad' } as const;

/** Orders, of all machines or of one inside another page. */
export function OrderRows({ filters, machineId }: { filters?: Filter[]; machineId?: string }) {
  const translate = useTranslate();
  const format = useFormat();
  const label = useLabels('console.coffee.order');
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
  const methodOf = ({ paymentMethod }: Order) => methodText(paymentMethod, translate);
  const columns: Column<Order>[] = [
    { key: 'madeAt', label: label('made'), nowrap: true, render: ({ madeAt }) => format.dateTime(madeAt) },
    // Beside the other columns of a machine's page there is no room for it.
    ...(machineId
      ? []
      : [
          {
            key: 'number',
            label: label('number'),
            from: 'lg' as const,
            nowrap: true,
            render: ({ number }: Order) => number,
          },
          {
            key: 'machine',
            label: label('machine'),
            render: ({ machine }: Order) => machine.name || machine.serial,
          },
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
          title={
            <>
              {items(order)} · {format.money(order.amount, order.currency)}
            </>
          }
          note={[order.machine.name || order.machine.serial, format.dateTime(order.madeAt)]}
          right={state(order)}
        />
      )}
      {...(filters && { filters, searchLabel: label('search') })}
      empty={{ title: label('none'), text: label('none_text') }}
    />
  );
}
