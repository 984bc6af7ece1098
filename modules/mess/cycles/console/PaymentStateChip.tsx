import { useTranslate } from 'react-admin';
import { StateChip, type Tone } from '../../../../kernel/ui/index.ts';
import type { CyclePaymentState } from '../contract.ts';

const PAYMENT: Record<CyclePaymentState, Tone> = { none: 'neutral', uploaded: 'busy', verified: 'good', denied: 'bad' };

/** Where a payment for a cycle is. */
export function PaymentStateChip({ state }: { state: CyclePaymentState }) {
  const translate = useTranslate();
  return <StateChip tone={PAYMENT[state]} label={translate(`console.mess.payment.state.${state}`)} />;
}
