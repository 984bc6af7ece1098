import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import { api, isUnknown, useSession } from '../../../../../kernel/ui/index.ts';
import type { Added, Customer, Exhibition } from '../../../console/types.ts';

/** A scan or search that led to nobody: what was read, and the server's message. */
export type Failed = { text: string; message: string; unknown: boolean };

/** What the desk works on lives in the URL: the exhibition and the customer, so that a reload loses nothing. */
export function useDesk() {
  const { organization } = useSession();
  const queryClient = useQueryClient();
  const [search, setSearch] = useSearchParams();
  // While somebody is looked for nobody is open, so that no key typed meanwhile lands in the bill of whoever was there before.
  const [looking, setLooking] = useState(false);
  const [failed, setFailed] = useState<Failed | null>(null);
  // Whom the URL is going to name: it follows a moment later, and whoever it still names is not open any more.
  const [goal, setGoal] = useState<{ id: string | null } | null>(null);
  // Counts what the desk was asked to show: an answer that comes after a later question is not shown any more.
  const turn = useRef(0);

  const exhibitions = useQuery({
    queryKey: ['desk', 'exhibitions', organization.id],
    queryFn: () => api.get<Exhibition[]>('/exhibition/exhibitions', { limit: 100 }),
    staleTime: 60_000,
  });
  const open = exhibitions.data ?? [];
  const exhibition = open.find((one) => one.id === search.get('exhibition')) ?? currentOne(open);

  const customerKey = search.get('customer');
  const customer = useQuery({
    queryKey: ['desk', 'customer', organization.id, customerKey],
    queryFn: () => api.get<Customer>(`/exhibition/customers/${customerKey}`),
    enabled: customerKey !== null,
  });

  const set = useCallback(
    (name: string, value: string | null) =>
      setSearch(
        (now) => {
          const next = new URLSearchParams(now);
          if (value === null) next.delete(name);
          else next.set(name, value);
          return next;
        },
        { replace: name === 'exhibition' },
      ),
    [setSearch],
  );

  const begin = useCallback((): (() => boolean) => {
    const mine = ++turn.current;
    return () => mine === turn.current;
  }, []);

  const put = useCallback(
    (found: Customer | null, why: Failed | null) => {
      if (found) queryClient.setQueryData(['desk', 'customer', organization.id, found.id], found);
      setLooking(false);
      setFailed(why);
      const id = found?.id ?? null;
      setGoal({ id });
      set('customer', id);
    },
    [queryClient, organization.id, set],
  );

  /** Shows a customer already at hand without asking for it again. */
  const show = useCallback(
    (found: Customer) => {
      begin();
      put(found, null);
    },
    [begin, put],
  );

  /** Resolves a scanned or typed text. When it leads to nobody, nobody is open. True when it opened somebody. */
  const resolve = useCallback(
    async (text: string): Promise<boolean> => {
      const current = begin();
      setLooking(true);
      setFailed(null);
      try {
        const found = await api.get<Customer>('/exhibition/scan', { text });
        if (current()) put(found, null);
        return current();
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        if (current()) put(null, { text, message, unknown: isUnknown(error) });
        return false;
      }
    },
    [begin, put],
  );

  const clear = useCallback(() => {
    begin();
    put(null, null);
  }, [begin, put]);

  /** Whichever way the URL names the customer: by uuid or by ID. */
  const update = useCallback(
    (added: Added, id: string) =>
      queryClient.setQueriesData<Customer>({ queryKey: ['desk', 'customer', organization.id] }, (now) =>
        now?.id === id ? { ...now, ...added.customer } : now,
      ),
    [queryClient, organization.id],
  );

  useEffect(() => {
    if (goal?.id === customerKey) setGoal(null);
  }, [goal, customerKey]);
  const away = looking || (goal !== null && goal.id !== customerKey);

  return {
    exhibitions: open,
    exhibitionsLoaded: exhibitions.isSuccess,
    exhibition,
    chooseExhibition: (id: string) => set('exhibition', id),
    customer: away || customerKey === null ? null : (customer.data ?? null),
    customerId: away ? null : customerKey,
    // Somebody who is open stays so while the network is away.
    customerError: away || customer.data ? null : customer.error,
    looking,
    // Somebody opened by the browser's buttons meanwhile is open.
    failed: away || customerKey === null ? failed : null,
    forgetFailed: () => setFailed(null),
    /** For what takes its time: the returned function says whether the desk was asked for nothing else since. */
    begin: () => {
      if (looking) put(null, null);
      return begin();
    },
    show,
    resolve,
    clear,
    update,
    /** Asks for the customer anew, for news of other desks. */
    refetch: customer.refetch,
  };
}

/** The exhibition a desk most likely stands at: one that is on today, else the first listed (the newest). */
function currentOne(exhibitions: Exhibition[]): Exhibition | null {
  const today = new Date().toISOString().slice(0, 10);
  const on = exhibitions.find((one) => one.startsOn <= today && one.endsOn >= today);
  return on ?? exhibitions[0] ?? null;
}
