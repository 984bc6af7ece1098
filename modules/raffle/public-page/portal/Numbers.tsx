/** @jsxImportSource preact */
import { useCallback, useMemo, useRef, useState } from 'preact/hooks';
import { latinDigits } from '../../../../kernel/lib/digits.ts';
import type { Translate } from '../../../../kernel/ui/light/index.ts';
import { LEVELS } from '../../numbers/portal/grid/layout.ts';
import type { NumberGrid } from '../../numbers/portal/grid/number-grid.ts';
import { labelAt, randomFree, stateAt } from '../../numbers/portal/grid/state.ts';
import type { Formats } from './format.ts';
import { GridBox } from './GridBox.tsx';
import { Overview } from './Overview.tsx';
import type { useChosen } from './useChosen.ts';
import type { Shown } from './useRaffle.ts';

type Props = {
  shown: Shown;
  t: Translate;
  format: Formats;
  choice: ReturnType<typeof useChosen>;
  limit: number;
};

/** Up to this size the grid needs no overview. */
const WITHOUT_OVERVIEW = 200;

/** The numbers, updated live: tap to choose, find one by a field, or take random ones. */
export function Numbers({ shown, t, format, choice, limit }: Props) {
  const { raffle, numbers } = shown;
  const grid = useRef<NumberGrid | null>(null);
  const [view, setView] = useState({ from: 0, to: 0, level: LEVELS.length - 1 });
  const [note, setNote] = useState('');
  const looked = useCallback(({ from, to }: { from: number; to: number }, level: number) => {
    setView((now) => (now.from === from && now.to === to && now.level === level ? now : { from, to, level }));
  }, []);
  // After the sale the winners stand out.
  const winners = useMemo(() => {
    const drawn = shown.draws.filter(({ state }) => state === 'drawn').flatMap((draw) => draw.winners ?? []);
    return new Set(drawn.map(({ number }) => number - numbers.first));
  }, [shown.draws, numbers.first]);
  const kinds = ['free', 'reserved', 'sold', ...(raffle.onSale ? ['chosen'] : winners.size > 0 ? ['winner'] : [])];
  const stateOf = (place: number) => (choice.chosen.has(place) ? 'chosen' : stateAt(numbers, place));
  const go = (place: number) => grid.current?.reveal(place);
  const chance = () => {
    const places = randomFree(numbers, 1, choice.chosen);
    choice.add(places);
    if (places[0] !== undefined) go(places[0]);
  };
  return (
    <section class="card numbers">
      <div class="row">
        <h2>{t(raffle.onSale ? 'raffle_page.choose' : 'raffle_page.numbers')}</h2>
        <div class="zoom">
          {(['farther', 'nearer'] as const).map((way, i) => (
            <button
              key={way}
              type="button"
              class="square"
              aria-label={t(`raffle_page.${way}`)}
              disabled={view.level === (i === 0 ? 0 : LEVELS.length - 1)}
              onClick={() => grid.current?.zoom(view.level + (i === 0 ? -1 : 1))}
            >
              {i === 0 ? '−' : '+'}
            </button>
          ))}
        </div>
      </div>
      <div class="row tools">
        <Find shown={shown} t={t} go={go} />
        {raffle.onSale && (
          <button
            type="button"
            class="second"
            onClick={chance}
            disabled={shown.left === 0 || choice.chosen.size >= limit}
          >
            {t('raffle_page.chance')}
          </button>
        )}
      </div>
      {numbers.count > WITHOUT_OVERVIEW && <Overview numbers={numbers} shown={view} go={go} />}
      <GridBox
        grid={grid}
        numbers={numbers}
        chosen={raffle.onSale ? choice.chosen : winners}
        label={t('raffle_page.grid', {
          total: format.number(numbers.count),
          left: format.number(shown.left),
          reserved: format.number(shown.reserved),
          sold: format.number(shown.sold),
        })}
        describedBy="grid-keys"
        tap={(place) => {
          if (!raffle.onSale) return;
          const free = stateAt(numbers, place) === 'free' && choice.chosen.size < limit;
          choice.toggle(place);
          const now = choice.chosen.has(place) ? 'free' : free ? 'chosen' : null;
          setNote(now ? `${labelAt(numbers, place)}: ${t(`raffle_page.${now}`)}` : '');
        }}
        point={(place, by) => {
          if (place !== null && by === 'keyboard') {
            setNote(`${labelAt(numbers, place)}: ${t(`raffle_page.${stateOf(place)}`)}`);
          }
        }}
        view={looked}
      />
      <p class="unseen" aria-live="polite">
        {note}
      </p>
      <ul class="legend">
        {kinds.map((kind) => (
          <li key={kind}>
            <i class={kind} />
            {t(`raffle_page.${kind}`)}
          </li>
        ))}
      </ul>
      <p id="grid-keys" class="unseen">
        {t('raffle_page.keys')}
      </p>
    </section>
  );
}

/** Scrolls to a number; most people come for a lucky number. */
function Find({ shown, t, go }: { shown: Shown; t: Translate; go: (place: number) => void }) {
  const { numbers } = shown;
  const [typed, setText] = useState('');
  const text = latinDigits(typed);
  const place = /^\d{1,7}$/.test(text) ? Number(text) - numbers.first : null;
  const outside = text !== '' && (place === null || place < 0 || place >= numbers.count);
  return (
    <form
      class="find"
      onSubmit={(event) => {
        event.preventDefault();
        if (place !== null && !outside) go(place);
      }}
    >
      <input
        type="text"
        inputMode="numeric"
        enterKeyHint="search"
        aria-label={t('raffle_page.find')}
        placeholder={t('raffle_page.find')}
        aria-invalid={outside}
        value={typed}
        onInput={(event) => {
          setText(event.currentTarget.value.trim());
          const next = latinDigits(event.currentTarget.value.trim());
          const at = Number(next) - numbers.first;
          if (/^\d{1,7}$/.test(next) && at >= 0 && at < numbers.count) go(at);
        }}
      />
    </form>
  );
}
