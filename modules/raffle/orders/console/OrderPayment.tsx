import { Alert, Box, Button, Skeleton, Stack, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import {
  api,
  ErrorNote,
  Fact,
  fileUrl,
  Panel,
  useCan,
  useFormat,
  useLive,
  useSession,
} from '../../../../kernel/ui/index.ts';
import { PaymentState } from './OrderState.tsx';
import type { Order, PaymentDetail } from './types.ts';

type Props = { order: Order; payment: NonNullable<Order['payment']> };

/** The state of the payment, with the pictures of its proofs. */
export function OrderPayment({ order, payment }: Props) {
  const translate = useTranslate();
  const format = useFormat();
  const can = useCan();
  const { organization } = useSession();
  const query = useQuery({
    queryKey: ['payment', organization.id, payment.id],
    queryFn: () => api.get<PaymentDetail>(`/payments/${payment.id}`),
    enabled: can('payments.read'),
  });
  useLive([`payment:${payment.id}`], () => can('payments.read') && query.refetch());
  const label = (name: string) => translate(`console.raffle.payment.${name}`);
  const detail = query.data;
  return (
    <Panel
      title={label('title')}
      actions={
        can('payments.read') && (
          <Button size="small" component={Link} to={`/payments/${payment.id}`}>
            {label('open')}
          </Button>
        )
      }
    >
      <Stack sx={{ gap: 2 }}>
        {payment.owed && <Alert severity="warning">{label('owed_text')}</Alert>}
        {detail?.needsSecond && (
          <Alert severity="info">
            {translate('console.raffle.payment.second', { name: detail.firstApproval?.by ?? '' })}
          </Alert>
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
    return (
      <Typography variant="body2" color="textSecondary">
        {translate('console.raffle.payment.no_proof')}
      </Typography>
    );
  }
  return (
    <Stack direction="row" sx={{ gap: 2, flexWrap: 'wrap' }}>
      {proofs.map((proof) => (
        <Box key={proof.id} sx={{ maxWidth: 220 }}>
          {proof.file && <Shown file={proof.file} />}
          <Typography variant="caption" color="textSecondary" component="div" sx={{ overflowWrap: 'anywhere' }}>
            {[format.dateTime(proof.submittedAt), proof.transactionReference, proof.caption]
              .filter(Boolean)
              .join(' · ')}
          </Typography>
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
