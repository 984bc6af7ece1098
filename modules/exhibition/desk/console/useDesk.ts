import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { ApiError, api, isUnknown, useAddress, useSession } from '../../../../kernel/ui/index.ts';
import type { Added } from '../../bills/console/types.ts';
import { useDeskRulesLoading } from '../../bills/console/useDeskRules.ts';
import type { Customer } from '../../customers/console/types.ts';
import type { Exhibition } from '../../exhibitions/console/types.ts';
import { isOn, useExhibitionsQuery } from '../../exhibitions/console/useExhibitions.ts';
import { lookUp, useRoster } from './useRoster.ts';

/** A queue waits: after that the roster answers. */
const ANSWER_MS = 5_000;

/** How often it is looked whether the roster is there, right after the page was loaded without a network. */
const LOOK_MS = 50;

/** A scan or search without a customer: the text, and the server's message. */
export type Failed = { text: string; message: string; unknown: boolean };

/** The desk's state is in the URL: the exhibition and the customer, so that a reload loses nothing. */
export function useDesk() {
  const { organization } = useSession();
  const queryClient = useQueryClient();
  const { get, set } = useAddress();
  // No customer is open during a look-up, so that no typed key lands in the previous customer's bill.
  const [looking, setLooking] = useState(false);
  const [failed, setFailed] = useState<Failed | null>(null);
  // The customer that the URL is about to name. The URL follows a moment later; the one it still names is closed
  // already.
  const [goal, setGoal] = useState<{ id: string | null } | null>(null);
  // Counts the desk's requests: an answer that comes after a later request is ignored.
  const turn = useRef(0);

  const exhibitions = useExhibitionsQuery();
  const open = exhibitions.data ?? [];
  const exhibition = open.find((one) => one.id === get('exhibition')) ?? currentOne(open);

  const orRoster = useOrRoster(exhibition);
  const customerKey = get('customer') || null;
  const customer = useQuery({
    queryKey: ['desk', 'customer', organization.id, customerKey],
    queryFn: () => orRoster(api.get<Customer>(`/exhibition/customers/${customerKey}`), customerKey ?? ''),
    networkMode: 'always',
    enabled: customerKey !== null,
  });

  const begin = (): (() => boolean) => {
    const mine = ++turn.current;
    return () => mine === turn.current;
  };

  const put = (found: Customer | null, why: Failed | null) => {
    if (found) queryClient.setQueryData(['desk', 'customer', organization.id, found.id], found);
    setLooking(false);
    setFailed(why);
    const id = found?.id ?? null;
    setGoal({ id });
    set({ customer: id }, { replace: false });
  };

  /** Shows a customer that is loaded already, without a request. */
  const show = (found: Customer) => {
    begin();
    put(found, null);
  };

  /** Looks up a scanned or typed text. Without a hit no customer is open. True when it opened one. */
  const resolve = async (text: string): Promise<boolean> => {
    const current = begin();
    setLooking(true);
    setFailed(null);
    try {
      const asked = api.get<Customer>('/exhibition/scan', { text }, { signal: AbortSignal.timeout(ANSWER_MS) });
      const found = await orRoster(asked, text);
      if (current()) put(found, null);
      return current();
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      if (current()) put(null, { text, message, unknown: isUnknown(error) });
      return false;
    }
  };

  const clear = () => {
    begin();
    put(null, null);
  };

  /** Works with either name in the URL: the uuid or the ID. */
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
  // No customer opens before the limit for amounts is known, or a fast cashier could add a large one without being asked.
  const waiting = useDeskRulesLoading() && customerKey !== null;
  const away = looking || waiting || (goal !== null && goal.id !== customerKey);

  return {
    exhibitions: open,
    exhibitionsLoaded: exhibitions.isSuccess,
    exhibition,
    chooseExhibition: (id: string) => set({ exhibition: id }),
    customer: away || customerKey === null ? null : (customer.data ?? null),
    customerId: away ? null : customerKey,
    // An open customer stays open while the network is away.
    customerError: away || customer.data ? null : customer.error,
    looking: looking || waiting,
    // A customer opened by the browser's back or forward button meanwhile stays open.
    failed: away || customerKey === null ? failed : null,
    forgetFailed: () => setFailed(null),
    /** For slow work: the returned function answers whether the desk has had no other request since. */
    begin: () => {
      if (looking) put(null, null);
      return begin();
    },
    show,
    resolve,
    clear,
    update,
    /** Loads the customer again after changes by other desks. */
    refetch: customer.refetch,
  };
}

/** Without an answer of the server the roster says who it is. */
function useOrRoster(exhibition: Exhibition | null) {
  const roster = useRoster(exhibition?.id ?? '');
  const known = useRef({ roster, exhibition });
  known.current = { roster, exhibition };
  return useCallback(async (asked: Promise<Customer>, text: string): Promise<Customer> => {
    try {
      return await asked;
    } catch (error) {
      const unreached = error instanceof ApiError && error.status === 0;
      for (let waited = 0; unreached && !known.current.roster && waited < ANSWER_MS; waited += LOOK_MS)
        await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
      const { roster: list, exhibition: at } = known.current;
      const found = unreached && list && at ? lookUp(list, at, text) : null;
      if (found) return found;
      throw error;
    }
  }, []);
}

/** The most likely exhibition of a desk: one that is on today, else the first listed (the newest). */
function currentOne(exhibitions: Exhibition[]): Exhibition | null {
  return exhibitions.find(isOn) ?? exhibitions[0] ?? null;
}
