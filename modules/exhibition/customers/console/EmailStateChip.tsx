import { StateChip, type Tone, useLabels } from '../../../../kernel/ui/index.ts';

const TONES: Record<string, Tone> = {
  none: 'neutral',
  queued: 'busy',
  sending: 'busy',
  sent: 'good',
  kept: 'warning',
  cancelled: 'neutral',
  unknown: 'warning',
  failed: 'bad',
};

/** The state of the customer's latest e-mail. */
export function EmailStateChip({ state }: { state: string | null }) {
  const label = useLabels('console.exhibition.email');
  const name = state ?? 'none';
  return <StateChip label={label(name, { _: name })} tone={TONES[name] ?? 'neutral'} />;
}
