import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api, useCan, useSession } from '../../../../../kernel/ui/index.ts';
import type { Bill, DeskRules } from '../../../console/types.ts';

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

/** How often the buttons are checked, so that a button disappears about when the server would refuse it. */
const LOOK_EVERY_MS = 10_000;

/** Which bills this person may void now: all, or their own for the minutes that the organization allows. */
export function useMayVoid(): (bill: Bill) => boolean {
  const can = useCan();
  const { user } = useSession();
  const rules = useDeskRules();
  const [now, setNow] = useState(Date.now);
  const all = can('exhibition.bill.void');
  useEffect(() => {
    if (all) return;
    const timer = setInterval(() => setNow(Date.now()), LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [all]);
  if (all) return () => true;
  const minutes = can('exhibition.bill.add') ? (rules?.voidOwnMinutes ?? 0) : 0;
  return (bill) => bill.createdById === user.id && now - Date.parse(bill.createdAt) < minutes * 60_000;
}
