import { Chip, Stack, Typography } from '@mui/material';
import { StateChip, type Tone, useLabels } from '../../ui/index.ts';
import type { AttemptState as State } from '../contract.ts';
import type { AttemptRow } from './types.ts';

const TONES: Record<State, Tone> = {
  sending: 'busy',
  waiting: 'busy',
  unknown: 'bad',
  succeeded: 'good',
  differs: 'bad',
  failed: 'neutral',
};

/** The state of an attempt, whether it is overdue, and its last error. */
export function AttemptState({ row }: { row: AttemptRow }) {
  const label = useLabels('console.payments.attempts');
  return (
    <Stack sx={{ gap: 0.5, alignItems: 'flex-start' }}>
      <Stack direction="row" sx={{ gap: 0.5, flexWrap: 'wrap' }}>
        <StateChip tone={TONES[row.state]} label={label(`states.${row.state}`)} />
        {row.hangs && <Chip size="small" color="warning" label={label('hangs')} />}
      </Stack>
      {row.lastError && (
        <Typography variant="caption" color="error" sx={{ overflowWrap: 'anywhere' }}>
          {row.lastError}
        </Typography>
      )}
    </Stack>
  );
}
