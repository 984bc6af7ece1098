import { Box } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Fact, useFormat } from '../../../../kernel/ui/index.ts';
import { taken } from './taken.ts';
import type { CyclePayment } from './types.ts';

/** The price, the credit that was subtracted, the rest, and what became of it. */
export function PaymentMoney({ payment }: { payment: CyclePayment }) {
  const translate = useTranslate();
  const format = useFormat();
  const label = (name: string) => translate(`console.mess.payment.${name}`);
  const { currency } = payment;
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: 'repeat(auto-fill, minmax(112px, 1fr))', gap: 1.5 }}>
      <Fact label={label('price')}>{format.money(payment.price, currency)}</Fact>
      {payment.creditMinor !== 0 && <Fact label={label('credit')}>{taken(payment, format)}</Fact>}
      {payment.chargesMinor > 0 && <Fact label={label('charges')}>+{format.money(payment.charges, currency)}</Fact>}
      {(payment.creditMinor !== 0 || payment.chargesMinor > 0) && (
        <Fact label={label('due')}>{format.money(payment.due, currency)}</Fact>
      )}
      {payment.payment && <Fact label={label('reference')}>{payment.payment.reference}</Fact>}
      {payment.graceUntil && payment.state !== 'verified' && (
        <Fact label={label('graceUntil')}>{format.day(payment.graceUntil)}</Fact>
      )}
      {payment.verifiedAt && <Fact label={label('verifiedAt')}>{format.dateTime(payment.verifiedAt)}</Fact>}
      {payment.state === 'denied' && payment.payment?.denialReason && (
        <Fact label={label('denialReason')}>{payment.payment.denialReason}</Fact>
      )}
    </Box>
  );
}
