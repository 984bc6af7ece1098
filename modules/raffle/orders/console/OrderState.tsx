import { useTranslate } from 'react-admin';
import { StateChip, type Tone, useLabels } from '../../../../kernel/ui/index.ts';
import type { Order } from './types.ts';

const TONES: Record<Order['state'], Tone> = {
  draft: 'neutral',
  pending_payment: 'warning',
  paid: 'good',
  cancelled: 'bad',
  expired: 'neutral',
};

export function OrderState({ state }: { state: Order['state'] }) {
  const translate = useTranslate();
  return <StateChip tone={TONES[state]} label={translate(`console.raffle.order.state.${state}`)} />;
}

const PAYMENT_TONES: Record<string, Tone> = {
  awaiting: 'neutral',
  submitted: 'busy',
  verified: 'good',
  denied: 'bad',
  refunded: 'neutral',
  expired: 'neutral',
  unknown: 'warning',
};

export const PAYMENT_STATES = Object.keys(PAYMENT_TONES);

/** The state of the money; also whether money for numbers that are gone is owed. */
export function PaymentState({ payment }: { payment: NonNullable<Order['payment']> }) {
  const label = useLabels('console.raffle.payment');
  if (payment.owed) return <StateChip tone="bad" label={label('owed')} />;
  return <StateChip tone={PAYMENT_TONES[payment.state] ?? 'neutral'} label={label(payment.state)} />;
}
