import { Box, Link, Stack, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Link as RouterLink } from 'react-router-dom';
import { Amount, type Payment, PaymentState, Section } from '../../../payments/console/index.ts';
import { Fact, useFormat } from '../../../ui/index.ts';
import type { Detail, Waiting } from '../types.ts';

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
      <Typography variant="caption" color="textSecondary" component="div">
        {label}
      </Typography>
    </>
  );
}

/** Further facts about the payment that people sometimes need. */
export function Facts({ payment }: { payment: Waiting }) {
  const translate = useTranslate();
  const format = useFormat();
  const label = (name: string) => translate(`console.payments.${name}`);
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
  const translate = useTranslate();
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
    <Section title={translate('console.payments.earlier')}>
      {payment.earlier.length === 0 ? (
        <Typography variant="body2" color="textSecondary">
          {translate('console.payments.earlier_none')}
        </Typography>
      ) : (
        <>
          <Typography variant="body2" color="textSecondary" sx={{ mb: 0.5 }}>
            {counts
              .map(([name, count]) => translate(`console.payments.earlier_counts.${name}`, { smart_count: count }))
              .join(' · ')}
          </Typography>
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
  const translate = useTranslate();
  const format = useFormat();
  return (
    <Section title={translate('console.payments.history')}>
      <Stack component="ol" sx={{ listStyle: 'none', m: 0, p: 0, gap: 0.75 }}>
        {history.toReversed().map((event) => (
          <Box component="li" key={event.id}>
            <Typography variant="body2">
              {translate(`console.payments.event.${event.what}`, { _: event.what })}
              <Typography component="span" variant="caption" color="textSecondary">
                {' · '}
                {[event.actor, format.dateTime(event.at)].filter(Boolean).join(' · ')}
              </Typography>
            </Typography>
            {event.note && (
              <Typography variant="caption" color="textSecondary" component="div" sx={{ overflowWrap: 'anywhere' }}>
                {translate(`console.payments.reasons.${event.note}`, { _: event.note })}
              </Typography>
            )}
          </Box>
        ))}
      </Stack>
    </Section>
  );
}

/** The amount in large digits, with the reference and the state. */
export function Expected({ payment }: { payment: Payment }) {
  const translate = useTranslate();
  return (
    <Box>
      <Stack direction="row" sx={{ justifyContent: 'space-between', alignItems: 'center', gap: 1, flexWrap: 'wrap' }}>
        <Typography variant="caption" color="textSecondary" component="div">
          {translate('console.payments.expected')}
        </Typography>
        <PaymentState state={payment.state} />
      </Stack>
      <Box sx={{ lineHeight: 1.2 }} data-testid="expected">
        <Amount payment={payment} size="clamp(1.5rem, 7.5vw, 2.1rem)" />
      </Box>
      <Typography variant="body2" color="textSecondary" component="div" sx={{ mt: 0.5 }}>
        {translate('console.payments.reference')}{' '}
        <Box
          component="span"
          sx={{ fontFamily: 'monospace', fontSize: '1.15rem', fontWeight: 650, color: 'text.primary' }}
        >
          {payment.reference}
        </Box>
      </Typography>
    </Box>
  );
}
