import { CircularProgress } from '@mui/material';
import { useTranslate } from 'react-admin';
import { useFormat } from '../../../../kernel/ui/index.ts';
import { Line, LineAction } from '../BillLines.tsx';
import type { PendingBill } from './useBillQueue.ts';

type Props = {
  bills: PendingBill[];
  currency: string;
  onRetry: (bill: PendingBill) => void;
  onDrop: (key: string) => void;
};

/** Bills not yet known to be saved, each with what can be done about it. */
export function PendingLines({ bills, currency, onRetry, onDrop }: Props) {
  const translate = useTranslate();
  const format = useFormat();
  const amountOf = (text: string) => (Number.isFinite(Number(text)) ? format.money(text, currency) : text);
  return bills.map((bill) => (
    <Line
      key={bill.key}
      amount={amountOf(bill.amount)}
      title={bill.description || translate('console.exhibition.bill.no_description')}
      faint={bill.state === 'saving'}
      note={
        bill.state === 'saving'
          ? translate('console.exhibition.bill.saving')
          : `${translate(`console.exhibition.bill.${bill.state}`)} ${bill.message ?? ''}`
      }
      end={
        bill.state === 'saving' ? (
          <CircularProgress size={16} />
        ) : bill.state !== 'refused' ? (
          <LineAction label={translate('console.action.retry')} onClick={() => onRetry(bill)} />
        ) : (
          <LineAction label={translate('console.action.dismiss')} onClick={() => onDrop(bill.key)} />
        )
      }
    />
  ));
}
