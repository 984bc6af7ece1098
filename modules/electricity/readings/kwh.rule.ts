import { latinDigits } from '../../../kernel/lib/digits.ts';

/** What a counter shows in kWh, as people type it ("1 234,5"), in watt-hours; null when it is no such number. */
export function kwhToWh(typed: string): number | null {
  const text = latinDigits(typed)
    .replace(/[\s\u202f\u00a0]/g, '')
    .replace(',', '.');
  if (!/^\d{1,9}(\.\d{1,3})?$/.test(text)) return null;
  const [whole = '0', rest = ''] = text.split('.');
  return Number(whole) * 1000 + Number(rest.padEnd(3, '0'));
}
