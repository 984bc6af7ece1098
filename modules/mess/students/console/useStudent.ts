import { useQuery } from '@tanstack/react-query';
import { api, useLive, useSession } from '../../../../kernel/ui/index.ts';
import type { Student } from './types.ts';

/** One student by uuid, updated live. */
export function useStudent(id: string | undefined) {
  const { organization } = useSession();
  const query = useQuery({
    queryKey: ['mess', 'student', organization.id, id],
    queryFn: () => api.get<Student>(`/mess/students/${id}`),
    enabled: Boolean(id),
  });
  useLive(id ? [`mess.student:${id}`, 'mess.cycle_payment', 'payment'] : [], () => query.refetch());
  return query;
}
