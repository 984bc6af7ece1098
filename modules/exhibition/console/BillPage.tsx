import { Box, Button, Link, List, Stack, Typography } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { Link as RouterLink, useNavigate, useParams } from 'react-router-dom';
import { devicePrinter } from '../../../kernel/documents/console/index.ts';
import {
  Caption,
  Code,
  dotted,
  Figures,
  Loaded,
  Muted,
  Page,
  Panel,
  useCan,
  useFormat,
  useGet,
  useLabels,
} from '../../../kernel/ui/index.ts';
import { Line, LineAction } from '../bills/console/BillLines.tsx';
import { BillStateChip } from '../bills/console/BillStateChip.tsx';
import { PayDialog } from '../bills/console/PayDialog.tsx';
import { ReturnDialog } from '../bills/console/ReturnDialog.tsx';
import type { BillDetail } from '../bills/console/types.ts';
import { useMayVoid } from '../bills/console/useDeskRules.ts';
import { VoidDialog } from '../bills/console/VoidDialog.tsx';
import { useReceipt } from '../documents/console/useReceipt.ts';

/** One bill: what is in it, how it came, and what can be done with it. */
export default function BillPage() {
  const { id = '' } = useParams();
  const translate = useTranslate();
  const query = useGet<BillDetail>(`/exhibition/bills/${id}`, {}, { live: [`exhibition.bill:${id}`] });
  return (
    <Page title={query.data ? `${translate('console.exhibition.bill.one')} ${query.data.code}` : ''}>
      <Loaded query={query}>{(bill) => <Shown bill={bill} refetch={() => void query.refetch()} />}</Loaded>
    </Page>
  );
}

function Shown({ bill, refetch }: { bill: BillDetail; refetch: () => void }) {
  const translate = useTranslate();
  const format = useFormat();
  const can = useCan();
  const navigate = useNavigate();
  const mayVoid = useMayVoid();
  const { busy, issue } = useReceipt(`bills/${bill.id}`);
  // Who took the money prints its receipt too.
  const prints = can('exhibition.document.issue') || can('exhibition.bill.pay');
  const [asking, setAsking] = useState<'pay' | 'void' | 'return' | null>(null);
  const money = (amount: string) => format.money(amount, bill.currency);
  const say = useLabels('console.exhibition');
  const close = () => setAsking(null);
  return (
    <Stack sx={{ gap: 2, maxWidth: 760 }}>
      <Panel>
        <Stack direction="row" sx={{ justifyContent: 'space-between', gap: 2, flexWrap: 'wrap', alignItems: 'start' }}>
          <Box>
            <Figures sx={{ fontSize: '2.2rem', fontWeight: 720 }}>{money(bill.amount)}</Figures>
            <Typography>{bill.description || say('bill.no_description')}</Typography>
            {bill.customer ? (
              <Link component={RouterLink} to={`/exhibition/customers/${bill.customer.id}`}>
                {bill.customer.name} <Code value={bill.customer.code} size="0.85rem" />
              </Link>
            ) : (
              <Typography color="textSecondary">{say('bill.walk_in')}</Typography>
            )}
            <Caption component="div">
              {format.dateTime(bill.createdAt)} · {bill.createdBy}
            </Caption>
            {bill.voidReason && <Typography color="error">{bill.voidReason}</Typography>}
          </Box>
          <BillStateChip bill={bill} />
        </Stack>
        <Stack direction="row" sx={{ gap: 1, mt: 2, flexWrap: 'wrap' }}>
          {bill.dueMinor > 0 && can('exhibition.bill.pay') && (
            <Button variant="contained" onClick={() => setAsking('pay')}>
              {say('pay.action')}
            </Button>
          )}
          {bill.paidMinor > bill.refundedMinor && prints && (
            <Button variant="outlined" disabled={busy} onClick={() => void issue('receipt')}>
              {say('receipt.print')}
            </Button>
          )}
          {bill.paidMinor > bill.refundedMinor && prints && devicePrinter().way !== 'pdf' && (
            <Button variant="outlined" disabled={busy} onClick={() => void issue('receipt', { packing: true })}>
              {say('receipt.packing')}
            </Button>
          )}
          {bill.dueMinor > 0 && can('exhibition.document.issue') && (
            <Button variant="outlined" disabled={busy} onClick={() => void issue('invoice')}>
              {say('invoice.print')}
            </Button>
          )}
          {bill.lines.some((line) => line.returnedMilli < line.quantityMilli) &&
            bill.dueMinor === 0 &&
            bill.paidMinor > bill.refundedMinor &&
            can('exhibition.bill.pay') && (
              <>
                <Button variant="outlined" onClick={() => setAsking('return')}>
                  {say('sale.return')}
                </Button>
                {can('exhibition.bill.add') && (
                  <Button variant="outlined" component={RouterLink} to={`/exhibition/bills/${bill.id}/exchange`}>
                    {say('exchange.title')}
                  </Button>
                )}
              </>
            )}
          {bill.voidedAt === null && mayVoid && (
            <Button color="error" onClick={() => setAsking('void')}>
              {say('bill.void')}
            </Button>
          )}
        </Stack>
      </Panel>
      {bill.lines.length > 0 && (
        <Panel title={say('item.many')} padded={false}>
          <SoldLines bill={bill} />
        </Panel>
      )}
      <Panel title={say('pay.payments')} padded={false}>
        {bill.payments.length === 0 && (
          <Typography color="textSecondary" sx={{ px: 2.5, pb: 2 }}>
            {say('sales.none')}
          </Typography>
        )}
        <List disablePadding>
          {bill.payments.map((payment) => (
            <Line
              key={payment.id}
              amount={money(payment.amount)}
              title={say(`sales.methods.${payment.method}`)}
              note={dotted([
                payment.reference,
                translate(`console.payments.state.${payment.state}`),
                payment.at && format.dateTime(payment.at),
                payment.by,
                payment.refundedMinor > 0 && say('pay.gone_back', { amount: money(payment.refunded) }),
                payment.owed && say('pay.owed'),
              ])}
              end={
                can('payments.read') && (
                  <LineAction
                    label={say(payment.state === 'verified' && can('payments.refund') ? 'pay.give_back' : 'desk.open')}
                    onClick={() => navigate(`/payments/${payment.id}`)}
                  />
                )
              }
            />
          ))}
        </List>
      </Panel>
      {asking === 'return' && <ReturnDialog bill={bill} onClose={close} onDone={refetch} />}
      <PayDialog bill={asking === 'pay' ? bill : null} onClose={close} onDone={refetch} />
      <VoidDialog bill={asking === 'void' ? bill : null} onClose={close} onDone={refetch} />
    </Stack>
  );
}

/** What was sold with a bill, what was taken off, and the tax of each rate. */
function SoldLines({ bill }: { bill: BillDetail }) {
  const translate = useTranslate();
  const format = useFormat();
  const money = (amount: string) => format.money(amount, bill.currency);
  const say = useLabels('console.exhibition.sale');
  return (
    <>
      <List disablePadding>
        {bill.lines.map((line) => (
          <Line
            key={line.position}
            amount={money(line.amount)}
            title={line.name || translate('console.exhibition.bill.no_description')}
            note={dotted([
              `${line.quantity}${line.unit === 'kg' ? ' kg' : ''} × ${money(line.unitPrice)}`,
              line.discountMinor > 0 && `${say('discount')} ${money(line.discount)}`,
              line.taxPercent !== null && `${line.taxPercent} %`,
              line.returnedMilli > 0 && say('came_back', { quantity: line.returned }),
            ])}
          />
        ))}
      </List>
      <Box sx={{ px: 2.5, pb: 2, pt: 1 }}>
        {bill.discountReason && <Muted>{`${say('discount')} ${money(bill.discount)}: ${bill.discountReason}`}</Muted>}
        {bill.taxes.map(({ percent, net, tax }) => (
          <Muted key={percent} className="figures">
            {`${percent} % · ${translate('console.exhibition.sales.tax_of', { tax: money(tax), net: money(net) })}`}
          </Muted>
        ))}
      </Box>
    </>
  );
}
