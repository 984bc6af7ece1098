import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import { ApiError, api, useSession } from '../../../../kernel/ui/index.ts';
import type { Customer, Exhibition } from '../types.ts';

/** What the desk works on lives in the URL: the exhibition and the customer, so that a reload loses nothing. */
export function useDesk() {
  const { organization } = useSession();
  const queryClient = useQueryClient();
  const [search, setSearch] = useSearchParams();
  const [lookup, setLookup] = useState<{ busy: boolean; error: string | null }>({ busy: false, error: null });

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

  /** Shows a customer already at hand without asking for it again. */
  const show = useCallback(
    (found: Customer) => {
      queryClient.setQueryData(['desk', 'customer', organization.id, found.id], found);
      setLookup({ busy: false, error: null });
      set('customer', found.id);
    },
    [queryClient, organization.id, set],
  );

  /** Resolves a scanned or typed text; the refusal's sentence stays beside the field. */
  const resolve = useCallback(
    async (text: string): Promise<boolean> => {
      setLookup({ busy: true, error: null });
      try {
        show(await api.get<Customer>('/exhibition/scan', { text }));
        return true;
      } catch (error) {
        setLookup({ busy: false, error: error instanceof ApiError ? error.message : String(error) });
        return false;
      }
    },
    [show],
  );

  const clear = useCallback(() => {
    setLookup({ busy: false, error: null });
    set('customer', null);
  }, [set]);

  return {
    exhibitions: open,
    exhibitionsLoaded: exhibitions.isSuccess,
    exhibition,
    chooseExhibition: (id: string) => set('exhibition', id),
    customer: customerKey === null ? null : (customer.data ?? null),
    customerId: customerKey,
    customerError: customer.error,
    lookup,
    forgetLookup: () => setLookup({ busy: false, error: null }),
    show,
    resolve,
    clear,
    /** Whichever way the URL names the customer: by uuid or by ID. */
    update: (id: string, change: Partial<Customer>) =>
      queryClient.setQueriesData<Customer>({ queryKey: ['desk', 'customer', organization.id] }, (now) =>
        now?.id === id ? { ...now, ...change } : now,
      ),
  };
}

/** The exhibition a desk most likely stands at: one that is on today, else the first listed (the newest). */
function currentOne(exhibitions: Exhibition[]): Exhibition | null {
  const today = new Date().toISOString().slice(0, 10);
  const on = exhibitions.find((one) => one.startsOn <= today && one.endsOn >= today);
  return on ?? exhibitions[0] ?? null;
}
