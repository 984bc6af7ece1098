import { Button, Stack, TextField, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { Link, useParams } from 'react-router-dom';
import { decimalsOf, formatAmount } from '../../../../kernel/lib/money.ts';
import { useApproval } from '../../../../kernel/till/console/index.ts';
import {
  api,
  type Camelized,
  Caption,
  Columns,
  dotted,
  Fact,
  Figures,
  FormDialog,
  History,
  Loaded,
  Page,
  Panel,
  StateChip,
  useCan,
  useForm,
  useFormat,
  useLabels,
  useLive,
  useSession,
} from '../../../../kernel/ui/index.ts';
import type { Refund as RefundAnswer } from '../contract.ts';
import { methodText } from './method.ts';
import { type Order, TONES } from './OrderList.tsx';

const LABELS = 'console.coffee.order';

type Refund = Camelized<RefundAnswer>;

/** One order: its items, how it was paid, what was given back, and what may be done about it. */
export default function OrderPage() {
  const { id = '' } = useParams();
  const translate = useTranslate();
  const can = useCan();
  const { organization } = useSession();
  const [dialog, setDialog] = useState<'refund' | 'settle' | null>(null);
  const label = useLabels(LABELS);
  const query = useQuery({
    queryKey: ['coffee', 'order', organization.id, id],
    queryFn: async () => {
      const [order, refunds] = await Promise.all([
        api.get<Order>(`/coffee/orders/${id}`),
        api.get<Refund[]>(`/coffee/orders/${id}/refunds`),
      ]);
      return { order, refunds };
    },
  });
  useLive(['coffee.order', 'payment'], () => query.refetch());
  const order = query.data?.order;
  const done = () => {
    setDialog(null);
    void query.refetch();
  };
  const actions = order && (
    <>
      {order.exception && !order.settled && can('coffee.operate') && (
        <Button variant="outlined" onClick={() => setDialog('settle')}>
          {label('settle')}
        </Button>
      )}
      {can('coffee.refund') && order.paymentState === 'paid' && order.refundedMinor < order.amountMinor && (
        <Button variant="contained" color="error" onClick={() => setDialog('refund')}>
          {label('refund')}
        </Button>
      )}
    </>
  );
  return (
    <Page
      title={order?.number ?? label('one')}
      subtitle={order?.machine.serial}
      back="/coffee/orders"
      actions={actions}
    >
      <Loaded query={query}>
        {({ order, refunds }) => (
          <Stack sx={{ gap: 2.5 }}>
            <Facts order={order} />
            <Items order={order} />
            <Refunds order={order} refunds={refunds} />
            {can('audit.read') && (
              <Panel title={translate('console.coffee.machine.tab.history')}>
                <History subjectType="coffee.order" subjectId={order.id} />
              </Panel>
            )}
            {dialog === 'refund' && (
              <RefundDialog order={order} refunds={refunds} onClose={() => setDialog(null)} onDone={done} />
            )}
            {dialog === 'settle' && <SettleDialog order={order} onClose={() => setDialog(null)} onDone={done} />}
          </Stack>
        )}
      </Loaded>
    </Page>
  );
}

function Facts({ order }: { order: Order }) {
  const translate = useTranslate();
  const format = useFormat();
  const label = useLabels(LABELS);
  const money = (amount: string) => format.money(amount, order.currency);
  return (
    <Panel>
      <Stack direction="row" sx={{ justifyContent: 'space-between', alignItems: 'start', gap: 1 }}>
        <Figures sx={{ fontSize: '2rem', fontWeight: 700, lineHeight: 1.1 }}>{money(order.amount)}</Figures>
        <StateChip tone={TONES[order.paymentState]} label={label(`payment.${order.paymentState}`)} />
      </Stack>
      <Columns of="repeat(4, 1fr)" from="md" below="1fr 1fr" gap={2} sx={{ mt: 2.5 }}>
        <Fact label={label('machine')}>
          <Link to={`/coffee/machines/${order.machine.id}`}>{order.machine.name || order.machine.serial}</Link>
        </Fact>
        <Fact label={label('merchant')}>{order.merchant.name}</Fact>
        <Fact label={label('made')}>{format.dateTime(order.madeAt)}</Fact>
        <Fact label={label('claimed')}>{format.dateTime(order.claimedAt)}</Fact>
        <Fact label={label('received')}>{format.dateTime(order.receivedAt)}</Fact>
        <Fact label={label('sold_on')}>{format.day(order.soldOn)}</Fact>
        <Fact label={label('method')}>{methodText(order.paymentMethod, translate)}</Fact>
        <Fact label={label('reference')}>{order.paymentReference || '—'}</Fact>
        {order.exception && (
          <Fact label={label('exception')}>
            {label(`exceptions.${order.exception}`)}
            {order.contradiction && (
              <Typography variant="body2" component="div">
                {`${label('contradiction')}: `}
                {label('contradiction_said', {
                  state: `${label(`payment.${order.contradiction.paymentState}`)}, ${label(
                    order.contradiction.served ? 'served' : 'not_served',
                  )}`,
                  method: methodText(order.contradiction.paymentMethod, translate),
                  amount: money(order.contradiction.amount),
                  made: format.dateTime(order.contradiction.madeAt),
                })}
              </Typography>
            )}
            {order.settled && (
              <Caption component="div">
                {label('settled_by', {
                  name: order.settled.by,
                  when: format.dateTime(order.settled.at),
                  note: order.settled.note,
                })}
              </Caption>
            )}
          </Fact>
        )}
      </Columns>
    </Panel>
  );
}

function Line({ text, amount }: { text: string; amount: string }) {
  return (
    <Stack direction="row" sx={{ justifyContent: 'space-between', gap: 1, py: 0.5 }}>
      <Typography variant="body2">{text}</Typography>
      <Figures variant="body2">{amount}</Figures>
    </Stack>
  );
}

function Items({ order }: { order: Order }) {
  const format = useFormat();
  const label = useLabels(LABELS);
  return (
    <Panel title={label('items')}>
      {order.items.map((item, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: items have no id, and never change
        <Line key={i} text={`${item.quantity} × ${item.product}`} amount={format.money(item.amount, order.currency)} />
      ))}
    </Panel>
  );
}

function Refunds({ order, refunds }: { order: Order; refunds: Refund[] }) {
  const format = useFormat();
  const label = useLabels(LABELS);
  return (
    <Panel title={label('refunds')}>
      {refunds.length === 0 && <Typography color="textSecondary">{label('no_refunds')}</Typography>}
      {refunds.map((refund) => (
        <Line
          key={refund.id}
          text={dotted([
            refund.reason,
            refund.by,
            format.dateTime(refund.createdAt),
            label(`refund_state.${refund.state}`),
          ])}
          amount={format.money(refund.amount, order.currency)}
        />
      ))}
    </Panel>
  );
}

type DialogProps = { order: Order; onClose: () => void; onDone: () => void };

function RefundDialog({ order, refunds, onClose, onDone }: DialogProps & { refunds: Refund[] }) {
  const label = useLabels(LABELS);
  // As it was when the dialog opened, which is what the person saw.
  const [expectedRefunded] = useState(() => given(order, refunds));
  const { approved, dialog } = useApproval();
  const send = async ({ amount, reason }: Record<'amount' | 'reason', string>, idempotencyKey: string) => {
    const body = { reason, expectedRefunded, ...(amount.trim() && { amount }) };
    const { id, currency } = order;
    const about = { what: 'till.refund', subjectId: order.paymentId ?? id, amount: amount || order.amount, currency };
    await approved(about, (approvalId) => {
      const asked = { ...body, ...(approvalId && { approvalId }) };
      return api.post(`/coffee/orders/${id}/manual-refund`, asked, { idempotencyKey });
    });
    onDone();
  };
  const form = useForm({ amount: '', reason: '' }, send, LABELS);
  return (
    <>
      <FormDialog title={label('refund')} confirm={label('refund')} form={form} danger onClose={onClose}>
        <TextField {...form.bind('amount')} label={label('refund_amount')} autoFocus />
        <TextField {...form.bind('reason', { maxLength: 500 })} required />
      </FormDialog>
      {dialog}
    </>
  );
}

/** What was given back of an order or is on its way back, as decimal text. */
function given({ refundedMinor, currency }: Order, refunds: Refund[]): string {
  const unit = 10 ** decimalsOf(currency);
  const underWay = refunds.filter(({ state }) => state === 'under_way').map(({ amount }) => Math.round(+amount * unit));
  const minor = underWay.reduce((sum, minor) => sum + minor, refundedMinor);
  return formatAmount(minor, currency);
}

function SettleDialog({ order, onClose, onDone }: DialogProps) {
  const label = useLabels(LABELS);
  const send = async ({ note }: { note: string }) => {
    await api.post(`/coffee/orders/${order.id}/settle`, { note });
    onDone();
  };
  const form = useForm({ note: '' }, send, LABELS);
  return (
    <FormDialog title={label('settle')} confirm={label('settle')} form={form} onClose={onClose}>
      <TextField {...form.bind('note', { maxLength: 500 })} autoFocus required />
    </FormDialog>
  );
}
