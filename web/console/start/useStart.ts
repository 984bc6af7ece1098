import { useQuery } from '@tanstack/react-query';
import { api, useCan, useSession } from '../../../kernel/ui/index.ts';

export type Step = {
  id: string;
  to: string;
  done: boolean;
  say: string;
  trouble: boolean;
  values: Record<string, string | number>;
};
type Start = { dismissed: boolean; done: number; total: number; steps: Step[] };

/**
 * What is left to set up, for those who set things up. `open`: the page is not put away, and something is left. `every`: ms
 * after which it looks again.
 */
export function useStart(every: number | false = false) {
  const { organization } = useSession();
  const may = useCan()('settings.read');
  const query = useQuery({
    queryKey: ['start', organization.id],
    queryFn: () => api.get<Start>('/start'),
    enabled: may,
    refetchInterval: every,
  });
  const { data } = query;
  return { ...query, may, open: data !== undefined && !data.dismissed && data.done < data.total };
}
