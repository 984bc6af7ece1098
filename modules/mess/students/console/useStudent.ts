import { useGet } from '../../../../kernel/ui/index.ts';
import type { Student } from './types.ts';

/** One student by uuid, updated live. */
export function useStudent(id: string | undefined) {
  const live = id ? [`mess.student:${id}`, 'mess.cycle_payment', 'payment'] : [];
  return useGet<Student>(`/mess/students/${id}`, {}, { live, enabled: Boolean(id) });
}
