import ConfirmIcon from '@mui/icons-material/CheckCircleOutlined';
import TicketIcon from '@mui/icons-material/ConfirmationNumberOutlined';
import { Box, Button, Chip, Link as MuiLink, Stack } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { Link, useParams } from 'react-router-dom';
import {
  api,
  Caption,
  Code,
  Columns,
  ConfirmDialog,
  dotted,
  Fact,
  fileUrl,
  History,
  Loaded,
  Page,
  Panel,
  useAction,
  useCan,
  useFormat,
  useGet,
  useLabels,
  useLive,
} from '../../../../kernel/ui/index.ts';
import { label as numberLabel } from '../../numbers/label.rule.ts';
import { ConfirmPaymentDialog, ReplaceDialog } from './dialogs.tsx';
import { OrderMessages } from './OrderMessages.tsx';
import { OrderPayment } from './OrderPayment.tsx';
import { OrderState } from './OrderState.tsx';
import type { Order } from './types.ts';

const LABELS = 'console.raffle.order';

/** One order: the buyer, the numbers, the payment, the messages, and the possible actions. */
export default function OrderPage() {
  const { id = '' } = useParams();
  const translate = useTranslate();
  const can = useCan();
  const query = useGet<Order>(`/raffle/orders/${id}`);
  const order = query.data;
  useLive(order ? [`raffle.order:${order.id}`, 'payment'] : [], () => query.refetch());
  const title = order?.contactName || translate('console.raffle.order.one');
  return (
    <Page
      title={title}
      subtitle={
        order && (
          <Stack direction="row" sx={{ gap: 1, alignItems: 'center', flexWrap: 'wrap' }}>
            <Code value={order.code} />
            <OrderState state={order.state} />
          </Stack>
        )
      }
      back="/raffle/orders"
      actions={order && <Actions order={order} />}
    >
      <Loaded query={query} height={320}>
        {(order) => (
          <Columns of="1.2fr 1fr" gap={2} sx={{ alignItems: 'start' }}>
            <Stack sx={{ gap: 2, minWidth: 0 }}>
              <Facts order={order} />
              {order.payment && <OrderPayment order={order} payment={order.payment} />}
            </Stack>
            <Stack sx={{ gap: 2, minWidth: 0 }}>
              {order.conversationId && can('channels.read') && <OrderMessages conversationId={order.conversationId} />}
              {can('audit.read') && (
                <Panel title={translate('console.audit.history')}>
                  <History subjectType="raffle.order" subjectId={order.id} />
                </Panel>
              )}
            </Stack>
          </Columns>
        )}
      </Loaded>
    </Page>
  );
}

type Question = 'confirm_payment' | 'cancel' | 'replace' | null;

/** The buttons that the order's state allows; the server sends them. */
function Actions({ order }: { order: Order }) {
  const label = useLabels(LABELS);
  const can = useCan();
  const { busy, run } = useAction();
  const [question, setQuestion] = useState<Question>(null);
  const allows = (step: string) => order.allowed.includes(step);
  const close = () => setQuestion(null);
  const act = (step: 'confirm' | 'cancel', done: string, body?: object) =>
    run(() => api.post(`/raffle/orders/${order.id}/${step}`, body), { done });
  // The buyer reads the reason in the chat.
  const cancel = async (reason: string) =>
    (await act('cancel', 'console.raffle.order.cancelled', { reason })) && close();
  // An order that expired before it was confirmed has no payment.
  const payable = allows('confirm_payment') && order.payment && !order.payment.owed;
  return (
    <>
      {order.ticketUrl && (
        <Button
          variant="outlined"
          startIcon={<TicketIcon />}
          href={fileUrl(`/raffle/orders/${order.id}/ticket.png`)}
          target="_blank"
        >
          {label('ticket')}
        </Button>
      )}
      {allows('cancel') && can('raffle.order.write') && (
        <Button variant="outlined" disabled={busy} onClick={() => setQuestion('cancel')}>
          {label('cancel')}
        </Button>
      )}
      {allows('confirm') && can('raffle.order.write') && (
        <Button
          variant="contained"
          disabled={busy}
          onClick={() => void act('confirm', 'console.raffle.order.confirmed')}
        >
          {label('confirm')}
        </Button>
      )}
      {order.payment?.owed && order.payment.state === 'verified' && can('raffle.order.confirm_payment') && (
        <Button variant="contained" onClick={() => setQuestion('replace')}>
          {label('replace')}
        </Button>
      )}
      {payable && can('raffle.order.confirm_payment') && (
        <Button variant="contained" startIcon={<ConfirmIcon />} onClick={() => setQuestion('confirm_payment')}>
          {label('confirm_payment')}
        </Button>
      )}
      {question === 'confirm_payment' && <ConfirmPaymentDialog order={order} onClose={close} />}
      {question === 'replace' && <ReplaceDialog order={order} onClose={close} />}
      <ConfirmDialog
        open={question === 'cancel'}
        danger
        busy={busy}
        title={label('cancel_title')}
        text={label('cancel_text')}
        confirm={label('cancel')}
        reason={{ label: label('cancel_reason'), required: true }}
        onConfirm={(reason) => void cancel(reason.slice(0, 300))}
        onClose={close}
      />
    </>
  );
}

/** The most numbers shown as chips; more are shown as text. */
const MAX_CHIPS = 60;

function Facts({ order }: { order: Order }) {
  const translate = useTranslate();
  const label = useLabels(LABELS);
  const format = useFormat();
  const held = order.reservedUntil && (order.state === 'draft' || order.state === 'pending_payment');
  const phone = order.contactPhone;
  return (
    <Panel title={label('details')}>
      <Caption component="div">{label('number_count', { smart_count: order.numbers.length })}</Caption>
      <Stack direction="row" sx={{ gap: 0.75, flexWrap: 'wrap', mt: 0.75, mb: 2 }}>
        {order.numbers.slice(0, MAX_CHIPS).map((number) => (
          <Chip
            key={number}
            component={Link}
            clickable
            to={`/raffle/raffles/${order.raffle.id}?number=${number}`}
            label={numberLabel(number, order.raffle.digits)}
            className="figures"
            color={order.state === 'paid' ? 'primary' : 'default'}
            sx={{ fontSize: '0.95rem', fontWeight: 650 }}
          />
        ))}
        {order.numbers.length > MAX_CHIPS && <Chip label={`+${order.numbers.length - MAX_CHIPS}`} />}
      </Stack>
      <Box sx={{ display: 'grid', gridTemplateColumns: { xs: '1fr', sm: '1fr 1fr' }, gap: 2 }}>
        <Fact label={translate('console.raffle.raffle.one')}>
          <MuiLink component={Link} to={`/raffle/raffles/${order.raffle.id}`}>
            {order.raffle.title}
          </MuiLink>
        </Fact>
        <Fact label={label('amount')}>
          <b>{format.money(order.amount, order.currency)}</b>
          {` (${order.numbers.length} × ${format.money(order.unitPrice, order.currency)})`}
        </Fact>
        <Fact label={label('contact')}>{order.contactName || label('no_name')}</Fact>
        <Fact label={label('phone')}>{phone ? <MuiLink href={`tel:${phone}`}>{phone}</MuiLink> : '—'}</Fact>
        <Fact label={label('ordered')}>
          {format.dateTime(order.createdAt)}
          {` · ${order.channel ? translate(`console.raffle.channel.${order.channel}`) : order.createdBy}`}
        </Fact>
        {held && <Fact label={label('held')}>{format.dateTime(order.reservedUntil ?? '')}</Fact>}
        {order.paidAt && <Fact label={label('paidAt')}>{format.dateTime(order.paidAt)}</Fact>}
        {order.endedAt && (
          <Fact label={label('endedAt')}>{dotted([format.dateTime(order.endedAt), order.endReason])}</Fact>
        )}
      </Box>
    </Panel>
  );
}
