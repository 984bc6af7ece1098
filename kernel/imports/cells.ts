/** What programs put into cells and nobody typed. */
import { visibleText } from '../lib/clean-text.ts';

const NOTHING = /^(?:[-\u2013\u2014]+|n\/?a|#n\/a|null|nil|none)$/i;

/** The text of a cell: out of `="…"`, without shapeless signs, without the `.0` that a column of numbers adds. */
export function cellText(cell: string): string {
  const text = visibleText(/^="(.*)"$/s.exec(cell)?.[1] ?? cell);
  return /^\d+\.0$/.test(text) ? text.slice(0, -2) : text;
}

/** Whether people mean an empty cell. */
export const meansNothing = (text: string): boolean => NOTHING.test(text);

/** A long number that Excel has rounded, such as 9.19E+11: its last digits are lost. */
export const isRounded = (text: string): boolean => /^\d(?:[.,]\d+)?E\+\d{1,2}$/i.test(text);

/**
 * An address without what programs put around it (`mailto:`, a name and angle brackets, a full stop), a domain of
 * another script in the form that mail servers take. Lists only: in a form a person sees and corrects what is typed.
 */
export function bareEmail(text: string): string {
  const typed = text.trim();
  const within = /^[^<>]*<([^<>]+)>$/.exec(typed)?.[1] ?? typed;
  const bare = within
    .trim()
    .replace(/^mailto:/i, '')
    .replace(/\.+$/, '');
  const at = bare.lastIndexOf('@');
  const domain = bare.slice(at + 1);
  if (at < 0 || /^[\x21-\x7e]*$/.test(domain)) return bare;
  const url = URL.parse(`http://${domain}`);
  return url && url.pathname === '/' && !url.search && !url.port ? `${bare.slice(0, at)}@${url.hostname}` : bare;
}

/** A fault that a spreadsheet shows in the place of a value. */
export const isSpreadsheetError = (text: string): boolean =>
  /^#(?:REF!|NAME\?|VALUE!|DIV\/0!|NUM!|NULL!|#+)$/i.test(text);

const MONTH =
  '(?:jan|feb|fev|fév|mar|mär|apr|abr|avr|may|mai|mayo|jun|juin|jul|juil|aug|ago|aoû|août|sep|sept|set|oct|okt|out|nov|dec|dez|dic|déc|ene)\\.?';
/** A code that a spreadsheet took for a day: 1-Jan of 1/1, MAR-23 of "MAR 23", a whole day of an Excel file. */
const DAY_LIKE = new RegExp(
  `^(?:\\d{1,2}[- ]${MONTH}|${MONTH}[- ]\\d{1,4}|\\d{4}-\\d\\d-\\d\\d(?: \\d\\d:\\d\\d:\\d\\d)?)$`,
  'i',
);

/** What a spreadsheet may have made of this cell, which is no day by its column; null: nothing. */
export function looksChanged(text: string): 'day' | 'truth' | null {
  if (DAY_LIKE.test(text)) return 'day';
  return /^(?:true|false|verdadero|falso|vrai|faux|wahr|falsch)$/i.test(text) ? 'truth' : null;
}
