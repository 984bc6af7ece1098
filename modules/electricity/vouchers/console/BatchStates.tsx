import { Stack } from '@mui/material';
import { useTranslate } from 'react-admin';
import { StateChip, useFormat } from '../../../../kernel/ui/index.ts';
import { VOUCHER_STATES } from '../contract.ts';
import { type Batch, VOUCHER_TONES } from './batch.ts';

/** How many vouchers of a batch are in which state. */
export function BatchStates({ batch }: { batch: Batch }) {
  const translate = useTranslate();
  const format = useFormat();
  return (
    <Stack direction="row" sx={{ gap: 0.5, flexWrap: 'wrap' }}>
      {VOUCHER_STATES.filter((state) => (batch.states[state] ?? 0) > 0).map((state) => (
        <StateChip
          key={state}
          tone={VOUCHER_TONES[state]}
          label={`${format.number(batch.states[state] ?? 0)} ${translate(`console.electricity.batch.${state}`)}`}
        />
      ))}
    </Stack>
  );
}
