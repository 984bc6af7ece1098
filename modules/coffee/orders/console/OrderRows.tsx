import { Chip, Stack, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import {
  type Camelized,
  type Column,
  type Filter,
  ResourceList,
  StateChip,
  useFormat,
} from '../../../../kernel/ui/index.ts';
import type { Order as Answer } from '../contract.ts';
import { methodText } from './method.ts';

export type Order = Camelized<Answer>;

export const TONES = { paid: 'good', free: 'neutral', pending: 'busy', failed: 'bad' } as const;

/** Orders, of all machines or of one inside another page. */
export function OrderRows({ filters, machineId }: { filters?: Filter[]; machineId?: string }) {
  const translate = useTranslate();
  const format = useFormat();
  const label = (name: string) => translate(`console.coffee.order.${name}`);
  const items = (order: Order) => order.items.map(({ product, quantity }) => `${quantity} × ${product}`).join(', ');
  const amount = (order: Order) => (
    <>
      {format.money(order.amount, order.currency)}
      {order.refundedMinor > 0 && (
        <Typography variant="caption" color="textSecondary" component="div">
          {translate('console.coffee.order.refunded', { amount: format.money(order.refunded, order.currency) })}
        </Typography>
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
    {
      key: 'method',
      label: label('method'),
      from: 'md',
      render: ({ paymentMethod }) => methodText(paymentMethod, translate),
    },
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
        <Stack direction="row" sx={{ justifyContent: 'space-between', gap: 1 }}>
          <Stack sx={{ minWidth: 0 }}>
            <Typography sx={{ fontWeight: 600 }} noWrap>
              {items(order)} · {format.money(order.amount, order.currency)}
            </Typography>
            <Typography variant="caption" color="textSecondary">
              {[order.machine.name || order.machine.serial, format.dateTime(order.madeAt)].join(' · ')}
            </Typography>
          </Stack>
          {state(order)}
        </Stack>
      )}
      {...(filters && { filters, searchLabel: label('search') })}
      empty={{ title: label('none'), text: label('none_text') }}
    />
  );
}
