/** @jsxImportSource preact */
import { useEffect, useState } from 'preact/hooks';
import type { Camelized, PortalScreenProps } from '../../../../kernel/ui/light/index.ts';
import type { Usage } from '../contract.ts';

type Props = Pick<PortalScreenProps, 'recall' | 't' | 'locale'> & { meterId: string };
type By = 'day' | 'month';

/** Bars of each: two weeks, a year. */
const BARS = { day: 14, month: 12 };

/** The last days or months as bars, and in words. Drawn by hand: a dozen boxes need no library. */
export function UsageChart({ recall, t, locale, meterId }: Props) {
  const [by, setBy] = useState<By>('day');
  const [usage, setUsage] = useState<Camelized<Usage> | null>(null);
  const slots = slotsOf(by);
  const from = slots[0];
  const to = slots.at(-1);
  useEffect(() => {
    recall<Camelized<Usage>>(`/electricity/my/meters/${meterId}/consumption`, { by, from, to }).then(
      ({ data }) => setUsage(data),
      () => setUsage(null),
    );
  }, [recall, meterId, by, from, to]);
  if (!usage) return null;
  const amounts = new Map(usage.map(({ at, wh }) => [at, wh]));
  const most = Math.max(1, ...usage.map(({ wh }) => wh));
  const units = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const sum = usage.reduce((total, { wh }) => total + wh, 0);
  const words = t(`portal.electricity.chart_${by}`, { kwh: units.format(sum / 1000), count: slots.length });
  const name = new Intl.DateTimeFormat(locale, by === 'day' ? { day: 'numeric' } : { month: 'narrow' });
  return (
    <figure class="usage">
      <div class="choice">
        {(['day', 'month'] as const).map((one) => (
          <button key={one} type="button" class="quiet" aria-pressed={one === by} onClick={() => setBy(one)}>
            {t(`portal.electricity.by_${one}`)}
          </button>
        ))}
      </div>
      <svg viewBox={`0 0 ${slots.length * 10} 44`} role="img" aria-label={words} preserveAspectRatio="none">
        {slots.map((slot, i) => {
          const height = Math.max(1, (40 * (amounts.get(slot) ?? 0)) / most);
          return <rect key={slot} x={i * 10 + 1} width="8" y={44 - height} height={height} rx="1.5" />;
        })}
      </svg>
      <div class="slots faint figures" translate={false} aria-hidden="true">
        {slots.map((slot) => (
          <span key={slot}>{name.format(new Date(`${slot}T12:00`))}</span>
        ))}
      </div>
      <figcaption class="faint">{words}</figcaption>
    </figure>
  );
}

/** The days or first days of months that are shown, e.g. `2026-11-21`. */
function slotsOf(by: By): string[] {
  const now = new Date();
  return Array.from({ length: BARS[by] }, (_, i) => {
    const back = BARS[by] - 1 - i;
    const at =
      by === 'day'
        ? new Date(now.getFullYear(), now.getMonth(), now.getDate() - back)
        : new Date(now.getFullYear(), now.getMonth() - back, 1);
    return at.toLocaleDateString('sv');
  });
}
