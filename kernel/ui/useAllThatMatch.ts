import { useRef, useState } from 'react';
import { useListContext, useNotify, useTranslate } from 'react-admin';
import { ApiError, api } from './light/api.ts';
import { Attempt } from './light/attempt.ts';
import type { AllThatMatch } from './list-props.ts';
import { listQuery } from './listQuery.ts';
import { useAction } from './useAction.tsx';

/**
 * Choosing all that search and filters of the list around find, not only the rows of a page. The choice ends when they
 * change. `list`: its name for kernel/bulk.
 */
export function useAllThatMatch(list: string | undefined) {
  const translate = useTranslate();
  const notify = useNotify();
  const { filterValues, filter } = useListContext();
  const query = listQuery({ ...filterValues, ...filter });
  const key = JSON.stringify(query);
  const [chosen, setChosen] = useState<{ key: string; count: number } | null>(null);
  const attempt = useRef(new Attempt());
  const { busy, run } = useAction();
  const choose = () =>
    run(
      async () => {
        const { count } = await api.get<{ count: number }>(`/bulk/${list}`, query);
        setChosen({ key, count });
      },
      { refresh: false },
    );
  const start = async (action: string, reason?: string) => {
    const count = chosen?.count ?? 0;
    const started = await run(async () => {
      const send = (idempotencyKey: string) =>
        api.post(`/bulk/${list}/${action}`, { ...query, count, reason }, { idempotencyKey });
      try {
        await attempt.current.send(send);
      } catch (error) {
        // The bar shows how many they are now; the person decides again.
        if (error instanceof ApiError && error.code === 'bulk.changed') {
          attempt.current = new Attempt();
          await choose();
        }
        throw error;
      }
    });
    if (started) notify(translate('console.list.all_started', { smart_count: count }), { type: 'success' });
    return started;
  };
  const all: AllThatMatch | undefined = chosen?.key === key ? { count: chosen.count, start } : undefined;
  return { all, busy, choose, clear: () => setChosen(null) };
}
