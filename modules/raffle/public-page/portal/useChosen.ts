import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import { type Numbers, stateAt } from '../../numbers/portal/grid/state.ts';

/** Why a number could not be added. */
export type Hint = { kind: 'taken' | 'lost' | 'limit'; places: number[] } | null;

/**
 * The numbers that the visitor chose, by their places. When somebody else takes one, it is removed and the page shows a
 * message.
 */
export function useChosen(numbers: Numbers, limit: number) {
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const [hint, setHint] = useState<Hint>(null);

  useEffect(() => {
    const lost = [...chosen].filter((place) => stateAt(numbers, place) !== 'free');
    if (lost.length === 0) return;
    setChosen(new Set([...chosen].filter((place) => !lost.includes(place))));
    setHint({ kind: 'lost', places: lost });
  }, [numbers, chosen]);

  const toggle = useCallback(
    (place: number) => {
      setHint(null);
      if (chosen.has(place)) setChosen(new Set([...chosen].filter((each) => each !== place)));
      else if (stateAt(numbers, place) !== 'free') setHint({ kind: 'taken', places: [place] });
      else if (chosen.size >= limit) setHint({ kind: 'limit', places: [] });
      else setChosen(new Set([...chosen, place]));
    },
    [chosen, numbers, limit],
  );
  const add = useCallback(
    (places: number[]) => {
      setHint(null);
      setChosen(new Set([...chosen, ...places.slice(0, Math.max(0, limit - chosen.size))]));
    },
    [chosen, limit],
  );
  const clear = useCallback(() => {
    setHint(null);
    setChosen(new Set());
  }, []);
  return useMemo(() => ({ chosen, hint, toggle, add, clear }), [chosen, hint, toggle, add, clear]);
}
