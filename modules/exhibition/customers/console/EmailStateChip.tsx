import { useTranslate } from 'react-admin';
import { StateChip, type Tone } from '../../../../kernel/ui/index.ts';

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
  const translate = useTranslate();
  const name = state ?? 'none';
  return (
    <StateChip label={translate(`console.exhibition.email.${name}`, { _: name })} tone={TONES[name] ?? 'neutral'} />
  );
}
