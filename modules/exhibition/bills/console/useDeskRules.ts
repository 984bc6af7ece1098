import { useQuery } from '@tanstack/react-query';
import { api, keptOr, useCan, useOffline, useSession } from '../../../../kernel/ui/index.ts';
import type { DeskRules } from './types.ts';

function useRulesQuery() {
  const { organization } = useSession();
  return useQuery({
    queryKey: ['desk', 'rules', organization.id],
    queryFn: () => keptOr(`desk-rules.${organization.id}`, () => api.get<DeskRules>('/exhibition/desk-rules')),
    // Also without a network: then as they were, and asked for until it is back.
    networkMode: 'always',
    refetchInterval: useOffline() ? 5_000 : false,
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
