/** @jsxImportSource preact */

type Props = { wh: number; usualWh: number | null; figure: string; unit: string; words: string };

/** A half circle: what is left, against what one usually buys. Below a fifth it is red, which the words say too. */
export function Gauge({ wh, usualWh, figure, unit, words }: Props) {
  const share = usualWh ? Math.min(1, Math.max(0, wh / usualWh)) : wh > 0 ? 1 : 0;
  const low = wh <= 0 || (usualWh !== null && share < 0.2);
  // The half circle has the length 100.
  const arc = 'M 8.17 40 A 31.83 31.83 0 0 1 71.83 40';
  return (
    <div class={low ? 'gauge low' : 'gauge'} role="img" aria-label={words}>
      <svg viewBox="0 0 80 46" aria-hidden="true">
        <path class="track" d={arc} />
        {share > 0 && <path class="level" d={arc} stroke-dasharray={`${(share * 100).toFixed(1)} 200`} />}
      </svg>
      <p class={wh <= 0 ? 'left none' : 'left'} aria-hidden="true">
        <b class="figures" translate={false}>
          {figure}
        </b>{' '}
        {unit}
      </p>
    </div>
  );
}
