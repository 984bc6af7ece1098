import { Stack, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Section } from '../../payments/console/index.ts';
import { Caption, dotted, useFormat } from '../../ui/index.ts';
import { AttemptState } from './AttemptState.tsx';
import type { AttemptRow } from './types.ts';

/** The attempts of one payment, the latest first. */
export function AttemptsOfPayment({ attempts }: { attempts: AttemptRow[] }) {
  const translate = useTranslate();
  const format = useFormat();
  if (attempts.length === 0) return null;
  return (
    <Section title={translate('console.payments.attempts.title')}>
      <Stack sx={{ gap: 1 }}>
        {attempts.toReversed().map((row) => (
          <Stack key={row.id} direction="row" sx={{ justifyContent: 'space-between', gap: 1, flexWrap: 'wrap' }}>
            <div>
              <Typography variant="body2">
                {format.money(row.amount, row.currency)} {translate(`console.payments.attempts.kinds.${row.kind}`)}
              </Typography>
              <Caption component="div" sx={{ overflowWrap: 'anywhere' }}>
                {dotted([row.providerName, row.providerId, format.dateTime(row.createdAt), row.note])}
              </Caption>
            </div>
            <AttemptState row={row} />
          </Stack>
        ))}
      </Stack>
    </Section>
  );
}
