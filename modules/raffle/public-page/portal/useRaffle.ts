import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Static } from 'typebox';
import { ApiError, api, type Camelized, listen } from '../../../../kernel/ui/light/index.ts';
import type * as draws from '../../draws/contract.ts';
import type * as numbers from '../../numbers/contract.ts';
import { type Numbers, numbersOf } from '../../numbers/portal/grid/state.ts';
import type * as publicPage from '../contract.ts';

type Raffle = Camelized<publicPage.PublicRaffle>;
export type Draw = Camelized<draws.PublicDraw>;
type Availability = Camelized<Static<typeof numbers.Availability>>;

/** At most one request in this time, however fast others buy; the last change always gets its request. */
const CALM_MS = 1500;

export type Shown = {
  raffle: Raffle;
  numbers: Numbers;
  left: number;
  sold: number;
  reserved: number;
  draws: Draw[];
  /** when the numbers were read, and whether the last request failed */
  asOf: string;
  stale: boolean;
};

/** A raffle for anyone, updated live. The page keeps its data when the connection is lost. */
export function useRaffle(code: string): { shown: Shown | null; error: ApiError | null } {
  const [shown, setShown] = useState<Shown | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const timer = useRef<number | undefined>(undefined);
  const root = `/raffle/public/${encodeURIComponent(code)}`;

  const load = useCallback(async () => {
    try {
      const [raffle, availability, draws] = await Promise.all([
        api.get<Raffle>(root),
        api.get<Availability>(`${root}/availability`),
        api.get<Draw[]>(`${root}/draw`),
      ]);
      const { available, sold, reserved, asOf } = availability;
      const numbers = numbersOf(availability, raffle.digits);
      setShown({ raffle, numbers, left: available, sold, reserved, draws, asOf, stale: false });
    } catch (reason) {
      const refusal = reason instanceof ApiError ? reason : new ApiError(0, 'unknown', String(reason));
      // Without an answer the page keeps what it had: the latest numbers, and the draw to check.
      setShown((now) => now && { ...now, stale: true });
      setError(refusal);
    }
  }, [root]);

  useEffect(() => void load(), [load]);
  const slug = shown?.raffle.organization.slug;
  const id = shown?.raffle.raffleId;
  useEffect(() => {
    if (!slug) return undefined;
    const stop = listen(`/api/v1/events/public/${encodeURIComponent(slug)}?topics=raffle.grid`, (changes) => {
      if (changes && changes.id !== id) return;
      timer.current ??= window.setTimeout(() => {
        timer.current = undefined;
        void load();
      }, CALM_MS);
    });
    const back = () => void load();
    window.addEventListener('online', back);
    return () => {
      stop();
      window.clearTimeout(timer.current);
      timer.current = undefined;
      window.removeEventListener('online', back);
    };
  }, [slug, id, load]);

  return { shown, error: shown ? null : error };
}
