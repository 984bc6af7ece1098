import { useTranslate } from 'react-admin';
import { StateChip, type Tone } from '../../ui/index.ts';
import type { PaymentState as State } from '../contract.ts';

const TONES: Record<State, Tone> = {
  awaiting: 'neutral',
  submitted: 'busy',
  verified: 'good',
  denied: 'bad',
  refunded: 'warning',
  expired: 'neutral',
  unknown: 'warning',
};

export function PaymentState({ state }: { state: State }) {
  const translate = useTranslate();
  return <StateChip tone={TONES[state]} label={translate(`console.payments.state.${state}`)} />;
}
