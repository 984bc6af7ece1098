import { CircularProgress, Stack } from '@mui/material';
import { useTranslate } from 'react-admin';
import { useFormat, useLabels } from '../../../../kernel/ui/index.ts';
import { Line, LineAction } from '../../bills/console/BillLines.tsx';
import type { useNextBill } from './NextBill.tsx';
import type { PendingBill, Printed } from './useBillQueue.ts';
import { useKey } from './useKey.ts';
import { usePrintOffline } from './usePrintOffline.ts';

/** Bills that may not be saved yet, each with its possible actions. */
export function PendingLines({ next }: { next: ReturnType<typeof useNextBill> }) {
  const translate = useTranslate();
  const format = useFormat();
  const { queue, pending, buyer } = next;
  const amountOf = (text: string) => (Number.isFinite(Number(text)) ? format.money(text, buyer.currency) : text);
  const noteOf = ({ state, message, earlier }: PendingBill) => {
    // An earlier try with another amount was saved, but its answer was lost.
    if (earlier) return translate('console.exhibition.bill.earlier', { amount: amountOf(earlier.bill.amount) });
    return [translate(`console.exhibition.bill.${state}`), state === 'refused' && message].filter(Boolean).join(' ');
  };
  const newest = pending.find(({ printed }) => printed !== null);
  return pending.map((bill) => (
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
              <LineAction label={translate('console.exhibition.bill.add_too')} onClick={() => queue.another(bill)} />
            ) : (
              <>
                {bill.state !== 'refused' && (
                  <LineAction label={translate('console.action.retry')} onClick={() => queue.retry(bill)} />
                )}
                {!bill.offline && (
                  <LineAction
                    label={translate('console.exhibition.bill.correct')}
                    onClick={() => next.setCorrecting(bill)}
                  />
                )}
              </>
            )}
            {bill.printed && <ReceiptAction printed={bill.printed} newest={bill === newest} />}
            {bill.state === 'refused' && (
              <LineAction label={translate('console.action.dismiss')} onClick={() => queue.drop(bill.key)} />
            )}
          </Stack>
        )
      }
    />
  ));
}

/** The receipt as it was, or will be, printed; of the newest with F6. */
function ReceiptAction({ printed, newest }: { printed: Printed; newest: boolean }) {
  const label = useLabels('console.exhibition.receipt');
  const print = usePrintOffline();
  const now = () => print(printed, true);
  useKey('F6', newest ? now : null);
  return <LineAction label={`${label('print')} ${printed.number}`} hotkey={newest ? 'F6' : undefined} onClick={now} />;
}
