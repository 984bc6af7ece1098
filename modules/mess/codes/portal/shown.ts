import type { Camelized } from '../../../../kernel/ui/light/index.ts';
import type { CodeStep, ShownCode } from '../contract.ts';

export type View = Camelized<ShownCode>;

/**
 * The server's answer, and when it came by this phone's two clocks: the wall clock, which people can set, and the
 * monotonic one.
 */
export type Shown = View & { at: { date: number; counted: number } };

export const received = (view: View): Shown => ({ ...view, at: { date: Date.now(), counted: performance.now() } });

/**
 * The server's time now, as this phone can tell: the time in the answer plus the time since. So a phone's clock may be
 * off by hours. The clock that shows the longer time counts, because one may stop while the phone sleeps.
 */
export function serverNow({ now, at }: Shown): number {
  return now + Math.max(performance.now() - at.counted, Date.now() - at.date);
}

/** The current code; null when all fetched codes are used up. */
export function stepNow(shown: Shown): CodeStep | null {
  const now = serverNow(shown);
  return shown.steps.find(({ from, to }) => from <= now && now < to) ?? null;
}

/** White modules around a code: the standard's minimum (ISO/IEC 18004, 9.1). */
export const QUIET = 4;

/** A code as the path of an SVG, a stroke for each run of dark modules in a row. */
export function pathOf({ size, bits }: Pick<CodeStep, 'size' | 'bits'>): string {
  const text = atob(bits.replaceAll('-', '+').replaceAll('_', '/'));
  const dark = (x: number, y: number) => {
    const i = y * size + x;
    return x < size && ((text.charCodeAt(i >> 3) >> (7 - (i & 7))) & 1) === 1;
  };
  let path = '';
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      if (!dark(x, y)) continue;
      const from = x;
      while (dark(x, y)) x++;
      path += `M${from + QUIET} ${y + QUIET}h${x - from}v1h${from - x}z`;
    }
  }
  return path;
}
