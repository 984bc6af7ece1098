import NextIcon from '@mui/icons-material/NavigateNext';
import { Box, Button, Divider, List } from '@mui/material';
import { type RefObject, useCallback, useState } from 'react';
import { useTranslate } from 'react-admin';
import { Panel, useFormat } from '../../../../kernel/ui/index.ts';
import { Line, LineAction } from '../../bills/console/BillLines.tsx';
import { BillStateChip } from '../../bills/console/BillStateChip.tsx';
import { PayDialog } from '../../bills/console/PayDialog.tsx';
import { Large } from '../../bills/console/PayStep.tsx';
import type { Bill } from '../../bills/console/types.ts';
import { useDeskRules } from '../../bills/console/useDeskRules.ts';
import { useReceipt } from '../../documents/console/useReceipt.ts';
import type { Exhibition } from '../../exhibitions/console/types.ts';
import type { Correcting } from './BillForm.tsx';
import { NewBill } from './NewBill.tsx';
import { NewBillPayment } from './NewBillPayment.tsx';
import type { OfflineEntry } from './offlineEntry.ts';
import { PendingLines } from './PendingLines.tsx';
import { type BillEntry, useBillQueue, WALK_IN } from './useBillQueue.ts';
import { useKey } from './useKey.ts';
import type { Scanned } from './useSale.ts';

type Props = {
  exhibition: Exhibition;
  amount: RefObject<HTMLInputElement | null>;
  scan: RefObject<Scanned | null>;
  onNext: () => void;
};

/** A sale to somebody who is not registered: amount, payment, receipt, and nothing else is asked. */
export function WalkIn({ exhibition, amount, scan, onNext }: Props) {
  const translate = useTranslate();
  const takes = useDeskRules()?.deskTakesPayments ?? false;
  const [sold, setSold] = useState<Bill[]>([]);
  const [correcting, setCorrecting] = useState<Correcting | null>(null);
  const [asking, setAsking] = useState<{ entry: BillEntry; key: string | undefined } | null>(null);
  const [change, setChange] = useState<string | null>(null);
  const show = useCallback((bill: Bill) => setSold((bills) => [bill, ...bills.filter(({ id }) => id !== bill.id)]), []);
  const queue = useBillQueue(useCallback((added, customerId) => customerId === null && show(added.bill), [show]));
  const pending = queue.pending.filter(({ customerId }) => customerId === WALK_IN);
  const buyer = {
    id: null,
    name: translate('console.exhibition.bill.walk_in'),
    code: '',
    currency: exhibition.currency,
  };
  const add = (entry: BillEntry, key?: string, offline?: OfflineEntry) => queue.add(buyer, entry, key, offline);
  return (
    <Panel
      padded={false}
      title={buyer.name}
      actions={
        <Button size="small" color="inherit" onClick={onNext} endIcon={<NextIcon />}>
          {translate('console.exhibition.desk.next')}
        </Button>
      }
    >
      <Box sx={{ px: 2.5, pb: 2 }}>
        {asking ? (
          <NewBillPayment
            customer={buyer}
            entry={asking.entry}
            exhibition={exhibition}
            onAdd={(entry, offline) => add(entry, asking.key, offline)}
            onSaved={queue.saved}
            onChange={setChange}
            onDone={() => setAsking(null)}
            onBack={() => {
              setCorrecting({ ...asking.entry, key: asking.key });
              setAsking(null);
            }}
          />
        ) : (
          <>
            {change && <Large label={translate('console.exhibition.pay.change')} amount={change} tone="success.main" />}
            <NewBill
              exhibition={exhibition}
              amount={amount}
              scan={scan}
              correcting={correcting}
              focused
              onAdd={(entry, key) => {
                setChange(null);
                setCorrecting(null);
                const named = { ...entry, exhibitionId: exhibition.id };
                if (takes) setAsking({ entry: named, key });
                else add(named, key);
              }}
            />
          </>
        )}
      </Box>
      <Divider />
      <List disablePadding>
        {pending.length > 0 && (
          <PendingLines
            bills={pending}
            currency={exhibition.currency}
            onRetry={queue.retry}
            onCorrect={setCorrecting}
            onAnother={queue.another}
            onDrop={queue.drop}
          />
        )}
        {sold.map((bill, at) => (
          <SoldLine
            key={bill.id}
            bill={bill}
            newest={at === 0 && pending.every(({ printed }) => !printed)}
            onPaid={show}
            takes={takes}
          />
        ))}
      </List>
    </Panel>
  );
}

/** A bill of this desk's walk-ins, with its receipt or, while it is open, its payment. */
function SoldLine({
  bill,
  newest,
  takes,
  onPaid,
}: {
  bill: Bill;
  newest: boolean;
  takes: boolean;
  onPaid: (bill: Bill) => void;
}) {
  const translate = useTranslate();
  const format = useFormat();
  const { issue } = useReceipt(`bills/${bill.id}`);
  const [paying, setPaying] = useState(false);
  const paid = bill.paidMinor > bill.refundedMinor;
  useKey('F6', newest && paid ? () => void issue('receipt') : null);
  return (
    <>
      <Line
        amount={format.money(bill.amount, bill.currency)}
        title={bill.description || translate('console.exhibition.bill.no_description')}
        note={`${bill.code} · ${format.dateTime(bill.createdAt)}`}
        end={
          paid ? (
            <LineAction
              label={translate('console.exhibition.receipt.print')}
              hotkey={newest ? 'F6' : undefined}
              onClick={() => void issue('receipt')}
            />
          ) : takes ? (
            <LineAction label={translate('console.exhibition.pay.action')} onClick={() => setPaying(true)} />
          ) : (
            <BillStateChip bill={bill} />
          )
        }
      />
      <PayDialog bill={paying ? bill : null} onClose={() => setPaying(false)} onDone={onPaid} />
    </>
  );
}
