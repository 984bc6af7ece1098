import { Alert, Box, Button, Skeleton, Stack } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import {
  Caption,
  dotted,
  ErrorNote,
  Fact,
  fileUrl,
  Muted,
  Panel,
  useCan,
  useFormat,
  useGet,
  useLabels,
} from '../../../../kernel/ui/index.ts';
import { PaymentState } from './OrderState.tsx';
import type { Order, PaymentDetail } from './types.ts';

type Props = { order: Order; payment: NonNullable<Order['payment']> };

/** The state of the payment, with the pictures of its proofs. */
export function OrderPayment({ order, payment }: Props) {
  const label = useLabels('console.raffle.payment');
  const format = useFormat();
  const can = useCan();
  const mayRead = can('payments.read');
  const live = mayRead ? [`payment:${payment.id}`] : [];
  const query = useGet<PaymentDetail>(`/payments/${payment.id}`, {}, { live, enabled: mayRead });
  const detail = query.data;
  return (
    <Panel
      title={label('title')}
      actions={
        mayRead && (
          <Button size="small" component={Link} to={`/payments/${payment.id}`}>
            {label('open')}
          </Button>
        )
      }
    >
      <Stack sx={{ gap: 2 }}>
        {payment.owed && <Alert severity="warning">{label('owed_text')}</Alert>}
        {detail?.needsSecond && (
          <Alert severity="info">{label('second', { name: detail.firstApproval?.by ?? '' })}</Alert>
        )}
        <Box sx={{ display: 'grid', gridTemplateColumns: { xs: '1fr 1fr', sm: 'repeat(4, auto)' }, gap: 2 }}>
          <Fact label={label('state')}>
            <PaymentState payment={payment} />
          </Fact>
          <Fact label={label('amount')}>{format.money(payment.amount, order.currency)}</Fact>
          <Fact label={label('reference')}>
            <code>{payment.reference}</code>
          </Fact>
          {detail?.decidedBy && (
            <Fact label={label('decided')}>
              {detail.decidedBy} · {format.dateTime(detail.decidedAt ?? detail.updatedAt)}
            </Fact>
          )}
        </Box>
        {query.isLoading && <Skeleton variant="rounded" height={160} />}
        {query.error && <ErrorNote error={query.error} />}
        {detail && (detail.proofs.length > 0 || detail.state !== 'verified') && <Proofs proofs={detail.proofs} />}
      </Stack>
    </Panel>
  );
}

function Proofs({ proofs }: { proofs: PaymentDetail['proofs'] }) {
  const translate = useTranslate();
  const format = useFormat();
  if (proofs.length === 0) {
    return <Muted>{translate('console.raffle.payment.no_proof')}</Muted>;
  }
  return (
    <Stack direction="row" sx={{ gap: 2, flexWrap: 'wrap' }}>
      {proofs.map((proof) => (
        <Box key={proof.id} sx={{ maxWidth: 220 }}>
          {proof.file && <Shown file={proof.file} />}
          <Caption component="div" sx={{ overflowWrap: 'anywhere' }}>
            {dotted([format.dateTime(proof.submittedAt), proof.transactionReference, proof.caption])}
          </Caption>
        </Box>
      ))}
    </Stack>
  );
}

function Shown({ file }: { file: NonNullable<PaymentDetail['proofs'][number]['file']> }) {
  const translate = useTranslate();
  const url = fileUrl(`/files/${file.id}`);
  if (!file.contentType.startsWith('image/')) {
    return (
      <Button variant="outlined" href={url} target="_blank">
        {file.name}
      </Button>
    );
  }
  return (
    <a href={url} target="_blank" rel="noreferrer">
      <Box
        component="img"
        src={url}
        alt={translate('console.raffle.payment.proof')}
        loading="lazy"
        sx={{
          width: 220,
          maxHeight: 280,
          objectFit: 'cover',
          objectPosition: 'top',
          borderRadius: 2,
          border: 1,
          borderColor: 'divider',
        }}
      />
    </a>
  );
}
