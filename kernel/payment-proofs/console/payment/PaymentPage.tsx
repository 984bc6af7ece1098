import { Alert, Box, Link, Skeleton, Stack } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { Link as RouterLink, useParams } from 'react-router-dom';
import { Entries } from '../../../ledger/console/index.ts';
import { AttemptsOfPayment } from '../../../payment-providers/console/index.ts';
import {
  api,
  dotted,
  ErrorNote,
  Fact,
  History,
  Page,
  Panel,
  useCan,
  useFormat,
  useLabels,
  useLive,
  useSession,
} from '../../../ui/index.ts';
import { Course, Earlier, Expected, Facts } from '../desk/Facts.tsx';
import { type Compared, Proofs } from '../desk/Proofs.tsx';
import { Signals } from '../desk/Signals.tsx';
import type { Detail } from '../types.ts';
import { PaymentActions } from './PaymentActions.tsx';

const LIVE = ['payment', 'payment.attempt'];

/** Everything about one payment: proofs, warnings, decisions, and its ledger entries. */
export default function PaymentPage() {
  const { id = '' } = useParams();
  const translate = useTranslate();
  const can = useCan();
  const [compared, setCompared] = useState<Compared | null>(null);
  const { organization } = useSession();
  const query = useQuery({
    queryKey: ['payments', 'detail', organization.id, id],
    queryFn: () => api.get<Detail>(`/payments/${id}`),
  });
  useLive(LIVE, () => query.refetch());
  const payment = query.data;
  return (
    <Page
      title={payment?.payerName || payment?.reference || translate('console.payments.one')}
      back="/payments"
      actions={payment && <PaymentActions payment={payment} />}
    >
      {query.error && <ErrorNote error={query.error} onRetry={() => query.refetch()} />}
      {query.isPending && <Skeleton variant="rounded" height={360} />}
      {payment && (
        <Box
          sx={{
            display: 'grid',
            gap: 2.5,
            gridTemplateColumns: { xs: 'minmax(0,1fr)', lg: 'minmax(0,1fr) minmax(0,1fr)' },
            alignItems: 'start',
          }}
        >
          <Stack sx={{ gap: 2.5, minWidth: 0 }}>
            <Panel>
              <Stack sx={{ gap: 2 }}>
                <Expected payment={payment} />
                <Notices payment={payment} />
                <Facts payment={payment} />
                <Decision payment={payment} />
              </Stack>
            </Panel>
            <Signals signals={payment.signals} onCompare={setCompared} />
            {(payment.proofs.length > 0 || compared) && (
              <Box sx={{ height: { xs: '60dvh', md: 560 } }}>
                <Proofs payment={payment} compared={compared} onCompareEnd={() => setCompared(null)} />
              </Box>
            )}
          </Stack>
          <Stack sx={{ gap: 2.5, minWidth: 0 }}>
            <Panel>
              <Stack sx={{ gap: 2.5 }}>
                <AttemptsOfPayment attempts={payment.attempts} />
                <Course history={payment.history} />
                {payment.person && <Earlier payment={payment} />}
              </Stack>
            </Panel>
            {can('ledger.read') && payment.ledgerEntryIds.length > 0 && (
              <Panel title={translate('console.ledger.entries')} padded={false}>
                <Entries filter={{ subjectId: payment.id }} />
              </Panel>
            )}
            {can('audit.read') && (
              <Panel title={translate('console.audit.history')}>
                <History subjectType="payment" subjectId={payment.id} />
              </Panel>
            )}
          </Stack>
        </Box>
      )}
    </Page>
  );
}

function Notices({ payment }: { payment: Detail }) {
  const label = useLabels('console.payments');
  const format = useFormat();
  const owed = payment.owed && payment.state === 'verified';
  return (
    <>
      {owed && <Alert severity="warning">{label('owed_text')}</Alert>}
      {payment.late && payment.state === 'submitted' && <Alert severity="warning">{label('late_text')}</Alert>}
      {payment.needsSecond && payment.firstApproval && (
        <Alert severity="info">
          {label('desk.second_is_you', {
            by: payment.firstApproval.by,
            at: format.dateTime(payment.firstApproval.at),
          })}
        </Alert>
      )}
    </>
  );
}

/** The final decision, its person, and the matched statement line. */
function Decision({ payment }: { payment: Detail }) {
  const label = useLabels('console.payments');
  const format = useFormat();
  const { decidedBy, decidedAt, denialReason, transactionReference, statementLine } = payment;
  if (!decidedBy && !transactionReference && !statementLine) return null;
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: 1.5 }}>
      {decidedBy && (
        <Fact label={label('decided_by')}>{[decidedBy, decidedAt && format.dateTime(decidedAt)].join(', ')}</Fact>
      )}
      {denialReason && <Fact label={label('deny.why')}>{label(`reasons.${denialReason}`, { _: denialReason })}</Fact>}
      {transactionReference && <Fact label={label('transaction_reference')}>{transactionReference}</Fact>}
      {statementLine && (
        <Fact label={label('statement_line')}>
          <Link component={RouterLink} to={`/payments/statements/${statementLine.statementId}`}>
            {dotted([format.day(statementLine.day), statementLine.payer, statementLine.text])}
          </Link>
        </Fact>
      )}
    </Box>
  );
}
