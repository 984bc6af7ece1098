import { decimalsOf } from './money.ts';

export type DecimalSign = '.' | ',';

/**
 * Reads an amount as banks write it: `1,234.50`, `12,34,567.00`, `1.234,50`, `1 234,5`, `₹300`, `-40.00`, `40.00-`,
 * `(40.00)`, `300.00 CR`. Minor units, below zero for money out. An amount that doesn't fit the decimal separator is
 * null, not guessed: `12,50` may be twelve and a half or a mistake.
 */
export function readMoney(text: string, decimal: DecimalSign, currency: string): number | null {
  const bare = text.replaceAll(/[\s\u00a0\u202f'’]/g, '');
  const parts = /^(\(?)([-+−]?)(?:[^\d.,()+−-]+\.?)?([-+−]?)(\d[\d.,]*)([-−]?)(\)?)([A-Za-z.]*)$/.exec(bare);
  if (!parts) return null;
  const [, open, before, inner, digits = '', after, close, mark = ''] = parts;
  if ((open === '(') !== (close === ')')) return null;
  const number = plainNumber(digits, decimal, decimalsOf(currency));
  if (number === null) return null;
  const minus = [before, inner, after].some((sign) => sign === '-' || sign === '−') || open === '(' || isOut(mark);
  return minus ? -number : number;
}

/** Whether a mark beside an amount means money out. */
function isOut(mark: string): boolean {
  return /^(d|dr|debit|débito|debito|cargo|debe|out|withdrawal|retiro|-)$/i.test(mark.trim().replaceAll('.', ''));
}

const GROUPS: Record<DecimalSign, RegExp> = { '.': /^\d{1,3}(,\d{2,3})*,\d{3}$/, ',': /^\d{1,3}(\.\d{2,3})*\.\d{3}$/ };

function plainNumber(digits: string, decimal: DecimalSign, places: number): number | null {
  const at = digits.lastIndexOf(decimal);
  const whole = at < 0 ? digits : digits.slice(0, at);
  const fraction = at < 0 ? '' : digits.slice(at + 1);
  if (!/^\d+$/.test(whole) && !GROUPS[decimal].test(whole)) return null;
  if (!/^\d*$/.test(fraction) || /[1-9]/.test(fraction.slice(places))) return null;
  const minor = Number(whole.replaceAll(/[.,]/g, '') + fraction.slice(0, places).padEnd(places, '0'));
  return Number.isSafeInteger(minor) ? minor : null;
}
