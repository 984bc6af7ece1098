import { useTranslate } from 'react-admin';
import { StateChip, type Tone } from '../../../../kernel/ui/index.ts';
import type { StudentState } from '../student-states.rule.ts';

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
