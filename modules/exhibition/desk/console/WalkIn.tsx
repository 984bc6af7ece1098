import NextIcon from '@mui/icons-material/NavigateNext';
import { Box, Button, Divider, List } from '@mui/material';
import { type RefObject, useCallback, useState } from 'react';
import { useTranslate } from 'react-admin';
import { Panel, useFormat } from '../../../../kernel/ui/index.ts';
import { Line, LineAction } from '../../bills/console/BillLines.tsx';
import { BillStateChip } from '../../bills/console/BillStateChip.tsx';
import { PayDialog } from '../../bills/console/PayDialog.tsx';
import type { Added, Bill } from '../../bills/console/types.ts';
import { useDeskRules } from '../../bills/console/useDeskRules.ts';
import { useReceipt } from '../../documents/console/useReceipt.ts';
import type { Exhibition } from '../../exhibitions/console/types.ts';
import { NextBill, useNextBill } from './NextBill.tsx';
import { PendingLines } from './PendingLines.tsx';
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
  const show = useCallback((bill: Bill) => setSold((bills) => [bill, ...bills.filter(({ id }) => id !== bill.id)]), []);
  const buyer = {
    id: null,
    name: translate('console.exhibition.bill.walk_in'),
    code: '',
    currency: exhibition.currency,
  };
  const next = useNextBill(
    buyer,
    useCallback((added: Added, of: string | null) => of === null && show(added.bill), [show]),
  );
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
        <NextBill
          next={next}
          exhibition={exhibition}
          amount={amount}
          scan={scan}
          focused
          named={{ exhibitionId: exhibition.id }}
        />
      </Box>
      <Divider />
      <List disablePadding>
        {next.pending.length > 0 && <PendingLines next={next} />}
        {sold.map((bill, at) => (
          <SoldLine
            key={bill.id}
            bill={bill}
            newest={at === 0 && next.pending.every(({ printed }) => !printed)}
            onPaid={show}
            takes={takes}
          />
        ))}
      </List>
    </Panel>
  );
}

type SoldProps = { bill: Bill; newest: boolean; takes: boolean; onPaid: (bill: Bill) => void };

/** A bill of this desk's walk-ins, with its receipt or, while it is open, its payment. */
function SoldLine({ bill, newest, takes, onPaid }: SoldProps) {
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
