import { Box, Link, Stack, Typography } from '@mui/material';
import { Link as RouterLink } from 'react-router-dom';
import { Amount, type Payment, PaymentState, Section } from '../../../payments/console/index.ts';
import { Caption, dotted, Fact, Muted, useFormat, useLabels } from '../../../ui/index.ts';
import type { Detail, Waiting } from '../types.ts';

const LABELS = 'console.payments';

/** The subject of the payment, as a link to its module's page. */
function Subject({ payment }: { payment: Payment }) {
  const { label, title, url } = payment.subject;
  return (
    <>
      {url ? (
        <Link component={RouterLink} to={url}>
          {title}
        </Link>
      ) : (
        title
      )}
      <Caption component="div">{label}</Caption>
    </>
  );
}

/** Further facts about the payment that people sometimes need. */
export function Facts({ payment }: { payment: Waiting }) {
  const label = useLabels(LABELS);
  const format = useFormat();
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: 1.5 }}>
      <Fact label={label('for')}>
        <Subject payment={payment} />
      </Fact>
      <Fact label={label('payer')}>{payment.payerName || '—'}</Fact>
      <Fact label={label('method_label')}>{label(`method.${payment.method}`)}</Fact>
      <Fact label={label('submitted_at')}>
        {payment.submittedAt ? `${format.ago(payment.submittedAt)}, ${format.dateTime(payment.submittedAt)}` : '—'}
      </Fact>
      {payment.amount !== payment.base && (
        <Fact label={label('price')}>{format.money(payment.base, payment.currency)}</Fact>
      )}
      {payment.expiresAt && (
        <Fact label={label('expires_at')}>
          {`${format.ago(payment.expiresAt)}, ${format.dateTime(payment.expiresAt)}`}
        </Fact>
      )}
    </Box>
  );
}

/** The payer's earlier payments. */
export function Earlier({ payment }: { payment: Waiting }) {
  const label = useLabels(LABELS);
  const format = useFormat();
  const { verified, denied, refunded } = payment.earlierCounts;
  const counts = (
    [
      ['verified', verified],
      ['denied', denied],
      ['refunded', refunded],
    ] as const
  ).filter(([, count]) => count > 0);
  return (
    <Section title={label('earlier')}>
      {payment.earlier.length === 0 ? (
        <Muted>{label('earlier_none')}</Muted>
      ) : (
        <>
          <Muted sx={{ mb: 0.5 }}>
            {counts.map(([name, count]) => label(`earlier_counts.${name}`, { smart_count: count })).join(' · ')}
          </Muted>
          {payment.earlier.map((one) => (
            <Stack key={one.id} direction="row" sx={{ gap: 1, py: 0.4, alignItems: 'center' }}>
              <Link component={RouterLink} to={`/payments/${one.id}`} variant="body2" noWrap sx={{ flex: 1 }}>
                {one.description || one.reference}
              </Link>
              <Typography variant="body2" className="figures">
                {format.money(one.amount, one.currency)}
              </Typography>
              <PaymentState state={one.state} />
            </Stack>
          ))}
        </>
      )}
    </Section>
  );
}

/** The payment's history, the latest first. */
export function Course({ history }: { history: Detail['history'] }) {
  const label = useLabels(LABELS);
  const format = useFormat();
  return (
    <Section title={label('history')}>
      <Stack component="ol" sx={{ listStyle: 'none', m: 0, p: 0, gap: 0.75 }}>
        {history.toReversed().map((event) => (
          <Box component="li" key={event.id}>
            <Typography variant="body2">
              {label(`event.${event.what}`, { _: event.what })}
              <Caption component="span">
                {' · '}
                {dotted([event.actor, format.dateTime(event.at)])}
              </Caption>
            </Typography>
            {event.note && (
              <Caption component="div" sx={{ overflowWrap: 'anywhere' }}>
                {label(`reasons.${event.note}`, { _: event.note })}
              </Caption>
            )}
          </Box>
        ))}
      </Stack>
    </Section>
  );
}

/** The amount in large digits, with the reference and the state. */
export function Expected({ payment }: { payment: Payment }) {
  const label = useLabels(LABELS);
  return (
    <Box>
      <Stack direction="row" sx={{ justifyContent: 'space-between', alignItems: 'center', gap: 1, flexWrap: 'wrap' }}>
        <Caption component="div">{label('expected')}</Caption>
        <PaymentState state={payment.state} />
      </Stack>
      <Box sx={{ lineHeight: 1.2 }} data-testid="expected">
        <Amount payment={payment} size="clamp(1.5rem, 7.5vw, 2.1rem)" />
      </Box>
      <Muted component="div" sx={{ mt: 0.5 }}>
        {label('reference')}{' '}
        <Box
          component="span"
          sx={{ fontFamily: 'monospace', fontSize: '1.15rem', fontWeight: 650, color: 'text.primary' }}
        >
          {payment.reference}
        </Box>
      </Muted>
    </Box>
  );
}
