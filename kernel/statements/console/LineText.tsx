import { Box, Stack, Typography } from '@mui/material';
import { useFormat } from '../../ui/index.ts';
import type { Line, OpenPayment } from './types.ts';

/** A line of the bank's file: date, amount, payer and text. */
export function LineText({ line }: { line: Line }) {
  const format = useFormat();
  return (
    <Box sx={{ minWidth: 0, flex: 1 }}>
      <Stack direction="row" sx={{ gap: 1, justifyContent: 'space-between' }}>
        <Typography variant="body2" sx={{ fontWeight: 600, minWidth: 0, overflowWrap: 'anywhere' }}>
          {[format.day(line.day), line.payer].filter(Boolean).join(' · ')}
        </Typography>
        <Typography variant="body2" className="figures" sx={{ fontWeight: 650, whiteSpace: 'nowrap' }}>
          {format.money(line.state === 'open' ? line.left : line.amount, line.currency)}
        </Typography>
      </Stack>
      <Typography variant="caption" color="textSecondary" component="div" sx={{ overflowWrap: 'anywhere' }}>
        {[line.text, line.transactionReference].filter(Boolean).join(' · ')}
      </Typography>
    </Box>
  );
}

type Paid = Pick<OpenPayment, 'payerName' | 'reference' | 'description' | 'amount' | 'currency'>;

export function PaymentText({ payment }: { payment: Paid }) {
  const format = useFormat();
  return (
    <Box sx={{ minWidth: 0, flex: 1 }}>
      <Stack direction="row" sx={{ gap: 1, justifyContent: 'space-between' }}>
        <Typography variant="body2" sx={{ fontWeight: 600, minWidth: 0, overflowWrap: 'anywhere' }}>
          {payment.payerName || payment.reference}
        </Typography>
        <Typography variant="body2" className="figures" sx={{ fontWeight: 650, whiteSpace: 'nowrap' }}>
          {format.money(payment.amount, payment.currency)}
        </Typography>
      </Stack>
      <Typography variant="caption" color="textSecondary" component="div" sx={{ overflowWrap: 'anywhere' }}>
        <Box component="span" sx={{ fontFamily: 'monospace' }}>
          {payment.reference}
        </Box>
        {payment.description && ` · ${payment.description}`}
      </Typography>
    </Box>
  );
}
