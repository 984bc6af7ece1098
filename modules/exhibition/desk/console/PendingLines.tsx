import { CircularProgress, Stack } from '@mui/material';
import { useTranslate } from 'react-admin';
import { useFormat } from '../../../../kernel/ui/index.ts';
import { Line, LineAction } from '../../bills/console/BillLines.tsx';
import type { Printed } from './offlineEntry.ts';
import type { PendingBill } from './useBillQueue.ts';
import { useKey } from './useKey.ts';
import { usePrintOffline } from './usePrintOffline.ts';

type Props = {
  bills: PendingBill[];
  currency: string;
  onRetry: (bill: PendingBill) => void;
  onCorrect: (bill: PendingBill) => void;
  onAnother: (bill: PendingBill) => void;
  onDrop: (key: string) => void;
};

/** Bills that may not be saved yet, each with its possible actions. */
export function PendingLines({ bills, currency, onRetry, onCorrect, onAnother, onDrop }: Props) {
  const translate = useTranslate();
  const format = useFormat();
  const amountOf = (text: string) => (Number.isFinite(Number(text)) ? format.money(text, currency) : text);
  const noteOf = ({ state, message, earlier }: PendingBill) => {
    // An earlier try with another amount was saved, but its answer was lost.
    if (earlier) return translate('console.exhibition.bill.earlier', { amount: amountOf(earlier.bill.amount) });
    return [translate(`console.exhibition.bill.${state}`), state === 'refused' && message].filter(Boolean).join(' ');
  };
  const newest = bills.find(({ printed }) => printed !== null);
  return bills.map((bill) => (
    <Line
      key={bill.key}
      amount={amountOf(bill.amount)}
      title={bill.description || translate('console.exhibition.bill.no_description')}
      faint={bill.state === 'saving'}
      note={noteOf(bill)}
      end={
        bill.state === 'saving' ? (
          <CircularProgress aria-label={translate('ra.page.loading')} size={16} />
        ) : (
          <Stack sx={{ alignItems: 'flex-end' }}>
            {bill.earlier ? (
              <LineAction label={translate('console.exhibition.bill.add_too')} onClick={() => onAnother(bill)} />
            ) : (
              <>
                {bill.state !== 'refused' && (
                  <LineAction label={translate('console.action.retry')} onClick={() => onRetry(bill)} />
                )}
                {!bill.offline && (
                  <LineAction label={translate('console.exhibition.bill.correct')} onClick={() => onCorrect(bill)} />
                )}
              </>
            )}
            {bill.printed && <ReceiptAction printed={bill.printed} newest={bill === newest} />}
            {bill.state === 'refused' && (
              <LineAction label={translate('console.action.dismiss')} onClick={() => onDrop(bill.key)} />
            )}
          </Stack>
        )
      }
    />
  ));
}

/** The receipt as it was, or will be, printed; of the newest with F6. */
function ReceiptAction({ printed, newest }: { printed: Printed; newest: boolean }) {
  const translate = useTranslate();
  const print = usePrintOffline();
  const now = () => print(printed, true);
  useKey('F6', newest ? now : null);
  return (
    <LineAction
      label={`${translate('console.exhibition.receipt.print')} ${printed.number}`}
      hotkey={newest ? 'F6' : undefined}
      onClick={now}
    />
  );
}
