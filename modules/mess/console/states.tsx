import { useTranslate } from 'react-admin';
import { StateChip, type Tone } from '../../../kernel/ui/index.ts';
import type { CyclePaymentState } from '../payments/contract.ts';
import type { StudentState } from '../students/student-states.rule.ts';

const STUDENT: Record<StudentState, Tone> = {
  pending: 'warning',
  approved: 'good',
  denied: 'bad',
  suspended: 'bad',
  left: 'neutral',
};

export function StudentStateChip({ state }: { state: StudentState }) {
  const translate = useTranslate();
  return <StateChip tone={STUDENT[state]} label={translate(`console.mess.student.state.${state}`)} />;
}

const PAYMENT: Record<CyclePaymentState, Tone> = { none: 'neutral', uploaded: 'busy', verified: 'good', denied: 'bad' };

/** Where a payment for a cycle is. */
export function PaymentStateChip({ state }: { state: CyclePaymentState }) {
  const translate = useTranslate();
  return <StateChip tone={PAYMENT[state]} label={translate(`console.mess.payment.state.${state}`)} />;
}

/** The door's verdict as text. */
export function VerdictChip({ allowed, reason }: { allowed: boolean; reason: string | null }) {
  const translate = useTranslate();
  return (
    <StateChip
      tone={allowed ? 'good' : 'bad'}
      label={translate(allowed ? 'console.mess.scan.allowed' : `console.mess.reason.${reason}`)}
    />
  );
}
