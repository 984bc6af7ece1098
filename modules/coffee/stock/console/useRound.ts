import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import { api, type Camelized, onSent, submit, useLive, useSession, useUnsent } from '../../../../kernel/ui/index.ts';
import type { RoundRow } from '../contract.ts';

export type Row = Camelized<RoundRow>;
const about = (row: string) => `coffee.bin:${row}`;

/**
 * The refill round, and what was ticked off: in this page, or before a reload in this browser's queue. A tick is kept in
 * the queue until the server has it (kernel/ui/unsent), so none is lost without a network.
 */
export function useRound(filter: Record<string, unknown>) {
  const { organization, user } = useSession();
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const query = useQuery({
    queryKey: ['coffee', 'round', organization.id, filter],
    queryFn: () => api.get<Row[]>('/coffee/refill-round', { filter: JSON.stringify(filter) }),
    placeholderData: (before) => before,
    // Without a network the list that was loaded stays.
    gcTime: Number.POSITIVE_INFINITY,
  });
  const { refetch } = query;
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
