import { Chip } from '@mui/material';

export type Tone = 'neutral' | 'good' | 'busy' | 'warning' | 'bad';

const PALETTE = { neutral: 'default', good: 'success', busy: 'info', warning: 'warning', bad: 'error' } as const;

/** A state as a small chip; the caller chooses the tone. */
export function StateChip({ label, tone }: { label: string; tone: Tone }) {
  return <Chip size="small" label={label} color={PALETTE[tone]} variant={tone === 'neutral' ? 'outlined' : 'filled'} />;
}
