import { useQuery } from '@tanstack/react-query';
import { api, useCan, useSession } from '../../../../kernel/ui/index.ts';
import type { DeskRules } from './types.ts';

function useRulesQuery() {
  const { organization } = useSession();
  return useQuery({
    queryKey: ['desk', 'rules', organization.id],
    queryFn: () => api.get<DeskRules>('/exhibition/desk-rules'),
    staleTime: 60_000,
  });
}

/** The organization's rules for the desk; undefined until loaded, and without a network. The server checks them anyway. */
export function useDeskRules(): DeskRules | undefined {
  return useRulesQuery().data;
}

/** Whether the rules are being loaded for the first time. */
export function useDeskRulesLoading(): boolean {
  return useRulesQuery().isLoading;
}

/** Whether this person may void bills; which need a supervisor's approval, the server says. */
export function useMayVoid(): boolean {
  const can = useCan();
  return can('exhibition.bill.void') || can('exhibition.bill.add');
}
