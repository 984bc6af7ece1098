import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import {
  ApiError,
  api,
  type Camelized,
  keepValue,
  keptValue,
  onSent,
  submit,
  useKeptPage,
  useLive,
  useSession,
  useUnsent,
} from '../../../../kernel/ui/index.ts';
import type { RoundRow } from '../contract.ts';

export type Row = Camelized<RoundRow>;
/** `keptAt`: when it was loaded, if that was before the network went; ms */
type Round = { rows: Row[]; keptAt?: number };
const about = (row: string) => `coffee.bin:${row}`;
const KEPT = 'coffee.round';

/** The round as the server says, or without a network as it was last. */
async function load(organizationId: string, filter: Record<string, unknown>): Promise<Round> {
  const name = JSON.stringify([organizationId, filter]);
  try {
    const rows = await api.get<Row[]>('/coffee/refill-round', { filter: JSON.stringify(filter) });
    keepValue(KEPT, { name, rows, at: Date.now() });
    return { rows };
  } catch (error) {
    const kept = keptValue<{ name: string; rows: Row[]; at: number }>(KEPT);
    if (kept?.name !== name || !(error instanceof ApiError) || error.status !== 0) throw error;
    return { rows: kept.rows, keptAt: kept.at };
  }
}

/**
 * The refill round, and what was ticked off: in this page, in this browser's queue, or by anybody (`filled` of its rows).
 * A tick is kept in the queue until the server has it (kernel/ui/unsent), so none is lost without a network. Page and
 * list are kept, too (kernel/ui/offline), so that the round survives a reload without one.
 */
export function useRound(filter: Record<string, unknown>) {
  const session = useSession();
  const { organization, user } = session;
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const query = useQuery({
    queryKey: ['coffee', 'round', organization.id, filter],
    queryFn: () => load(organization.id, filter),
    // Also without a network: then with what is kept.
    networkMode: 'always',
    refetchOnReconnect: true,
    placeholderData: (before) => before,
    // Without a network the list that was loaded stays.
    gcTime: Number.POSITIVE_INFINITY,
  });
  const { refetch } = query;
  useKeptPage(query.data !== undefined, session);
  const waiting = new Set(
    useUnsent().flatMap(({ organizationId, about: what }) =>
      organizationId === organization.id && what.startsWith(about('')) ? [what.slice(about('').length)] : [],
    ),
  );
  useEffect(
    () =>
      onSent((item) => {
        if (item.organizationId === organization.id && item.about.startsWith(about(''))) void refetch();
      }),
    [organization.id, refetch],
  );
  useLive(['coffee.machine'], () => refetch());
  /** @param amount what was put in, in the material's unit; null: not weighed */
  const tick = useCallback(
    (row: Row, amount: number | null, words: { title: string; amount: string }) => {
      setTicked((before) => new Set([...before, row.id]));
      const at = Date.now();
      void submit({
        key: crypto.randomUUID(),
        organizationId: organization.id,
        userId: user.id,
        userName: user.name,
        at,
        path: '/coffee/refills',
        body: { machine_id: row.machine.id, position: row.position, amount, at: new Date(at).toISOString() },
        about: about(row.id),
        title: words.title,
        amount: words.amount,
        currency: organization.currency,
        note: '',
        href: '/coffee/round',
        state: 'waiting',
      });
    },
    [organization, user],
  );
  return { query, ticked, waiting, tick };
}
