import { Box, Link, Stack } from '@mui/material';
import type { ReactNode } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import { Caption, dotted, Strong, useFormat } from '../../ui/index.ts';
import type { Line, OpenPayment } from './types.ts';

type Texts = { who: string; amount: string; children: ReactNode };

/** Who and how much, and below it what else is known. */
function Texts({ who, amount, children }: Texts) {
  return (
    <Box sx={{ minWidth: 0, flex: 1 }}>
      <Stack direction="row" sx={{ gap: 1, justifyContent: 'space-between' }}>
        <Strong variant="body2" sx={{ minWidth: 0, overflowWrap: 'anywhere' }}>
          {who}
        </Strong>
        <Strong variant="body2" className="figures" sx={{ fontWeight: 650, whiteSpace: 'nowrap' }}>
          {amount}
        </Strong>
      </Stack>
      <Caption component="div" sx={{ overflowWrap: 'anywhere' }}>
        {children}
      </Caption>
    </Box>
  );
}

/** A line of the bank's file: date, amount, payer and text. */
export function LineText({ line }: { line: Line }) {
  const format = useFormat();
  const amount = format.money(line.state === 'open' ? line.left : line.amount, line.currency);
  return (
    <Texts who={dotted([format.day(line.day), line.payer])} amount={amount}>
      {dotted([line.text, line.transactionReference])}
    </Texts>
  );
}

type Paid = Pick<OpenPayment, 'payerName' | 'reference' | 'description' | 'amount' | 'currency'>;

export function PaymentText({ payment }: { payment: Paid }) {
  const format = useFormat();
  return (
    <Texts who={payment.payerName || payment.reference} amount={format.money(payment.amount, payment.currency)}>
      <Box component="span" sx={{ fontFamily: 'monospace' }}>
        {payment.reference}
      </Box>
      {payment.description && ` · ${payment.description}`}
    </Texts>
  );
}

/** A payment's texts, leading to its page. */
export function PaymentLink({ payment }: { payment: Paid & { id: string } }) {
  return (
    <Link component={RouterLink} to={`/payments/${payment.id}`} color="inherit" underline="none" sx={{ minWidth: 0 }}>
      <PaymentText payment={payment} />
    </Link>
  );
}

/** A line, what it belongs to and what is said about it: side by side where there is room. */
export function LineRow({ line, children }: { line: Line; children: ReactNode }) {
  return (
    <Box sx={ROW}>
      <LineText line={line} />
      {children}
    </Box>
  );
}

const ROW = {
  borderTop: 1,
  borderColor: 'divider',
  px: 2,
  py: 1.25,
  display: 'grid',
  gap: { xs: 0.75, md: 2 },
  alignItems: 'center',
  gridTemplateColumns: { xs: 'minmax(0,1fr)', md: 'minmax(0,1fr) minmax(0,1fr) 220px' },
};
