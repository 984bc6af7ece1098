import EqualIcon from '@mui/icons-material/CheckCircleOutlined';
import UnlikeIcon from '@mui/icons-material/ErrorOutlineOutlined';
import { Box, Stack, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { useTranslate } from 'react-admin';
import { Section } from '../../../payments/console/index.ts';
import { Fact, Muted, useFormat, useLabels } from '../../../ui/index.ts';
import type { Proof, Reading, Waiting } from '../types.ts';

/** The reading of the latest picture with text; null when there is none. */
export function readingOf({ proofs }: Waiting): Reading | null {
  return proofs.find(({ reading }) => reading?.legible)?.reading ?? null;
}

/** The text read from the picture, beside the expected values, for a person to compare. */
export function ReadInPicture({ payment }: { payment: Waiting }) {
  const label = useLabels('console.payments.read');
  const format = useFormat();
  const reading = readingOf(payment);
  if (!reading) return <NotRead latest={payment.proofs[0]} />;
  const { amount, amountMinor, paidOn, paidTime, payer, reference } = reading;
  return (
    <Section title={label('title')}>
      <Box sx={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: 1.5 }} data-testid="read">
        <Fact label={label('amount')}>
          {amount === null ? (
            '—'
          ) : (
            <Compared same={amountMinor === payment.amountMinor}>{format.money(amount, payment.currency)}</Compared>
          )}
        </Fact>
        <Fact label={label('when')}>
          {paidOn ? [format.date(paidOn), paidTime].filter(Boolean).join(', ') : (paidTime ?? '—')}
        </Fact>
        <Fact label={label('payer')}>{payer ?? '—'}</Fact>
        <Fact label={label('reference')}>
          <Box component="span" sx={{ fontFamily: 'monospace', overflowWrap: 'anywhere' }}>
            {reference ?? '—'}
          </Box>
        </Fact>
      </Box>
    </Section>
  );
}

function NotRead({ latest }: { latest: Proof | undefined }) {
  const translate = useTranslate();
  const text = latest?.readingExpected ? 'waiting' : latest?.reading ? 'nothing' : null;
  if (!text) return null;
  return <Muted role="status">{translate(`console.payments.read.${text}`)}</Muted>;
}

/** A mark beside the amount, by shape and words, not by colour alone. */
function Compared({ same, children }: { same: boolean; children: ReactNode }) {
  const translate = useTranslate();
  const words = translate(`console.payments.read.${same ? 'as_expected' : 'not_as_expected'}`);
  const Icon = same ? EqualIcon : UnlikeIcon;
  return (
    <Stack direction="row" component="span" sx={{ gap: 0.5, alignItems: 'center', flexWrap: 'wrap' }}>
      <span className="figures">{children}</span>
      <Icon fontSize="small" color={same ? 'success' : 'warning'} titleAccess={words} />
      {!same && <Typography variant="caption">{words}</Typography>}
    </Stack>
  );
}
