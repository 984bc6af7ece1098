import { expect, test } from 'vitest';
import en from '../../i18n/en.json' with { type: 'json' };
import { lasts } from './lasts.ts';

/** English, as the page shows it. */
const t = (key: string, params: Record<string, string | number> = {}): string => {
  const texts = en.portal.electricity as unknown as Record<string, string>;
  const name = key.replace('portal.electricity.', '');
  const text = texts[name] ?? texts[`${name}_${params.count === 1 ? 'one' : 'other'}`] ?? key;
  return text.replace(/\{\{(\w+)\}\}/g, (_, param: string) => String(params[param]));
};
const NOW = new Date(2026, 10, 26, 9, 30);
const said = (...at: [day: number, hour: number]) =>
  lasts({ balanceWh: 1, emptyAt: new Date(2026, 10, ...at).toISOString() } as Parameters<typeof lasts>[0], t, NOW);

test.each([
  [26, 11, 'Empty this morning'],
  [26, 13, 'Empty this afternoon'],
  [26, 20, 'Empty this evening'],
  // The forecast is of a moment ago.
  [26, 9, 'Empty this morning'],
  [25, 20, 'Empty this morning'],
  [27, 2, 'Empty on Friday in the night, in 1 day'],
  [27, 20, 'Empty on Friday in the evening, in 1 day'],
  [28, 20, 'Empty on Saturday in the evening, in 2 days'],
  [33, 20, 'Empty on 3 December, in 7 days'],
])('on the %i at %i: %s', (day, hour, text) => expect(said(day, hour)).toBe(text));

test('tonight is said in the night only', () => {
  const at = new Date(2026, 10, 26, 4).toISOString();
  const balance = { balanceWh: 1, emptyAt: at } as Parameters<typeof lasts>[0];
  expect(lasts(balance, t, new Date(2026, 10, 26, 1))).toBe('Empty tonight');
});
