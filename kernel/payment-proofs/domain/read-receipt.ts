/** Reads the text of a receipt: pure, so that each app's format can be tested alone. */
import { decimalsOf } from '../../lib/money.ts';
import { readDay, readTime } from '../../lib/read-day.ts';

export type Receipt = {
  /** minor units of the expected currency */
  amountMinor: number | null;
  /** calendar day as written on the receipt */
  day: string | null;
  /** `HH:MM`, as written on the receipt */
  time: string | null;
  payer: string | null;
  /** the bank's or operator's number of the transfer; when there is none, the app's own */
  reference: string | null;
  /** every number that may name a transfer, with the reference, in the form of `shapeOf` */
  numbers: string[];
};

export type Expected = { currency: string; amountMinor: number };

/**
 * Finds amount, day and time, payer and transfer numbers in the lines of a receipt (English, Spanish, French). A value
 * that isn't found is null. The expected amount is preferred when it is on the receipt, also when the currency symbol
 * before it was read as a digit.
 */
export function readReceipt(lines: string[], expected: Expected): Receipt {
  const text = lines.join('\n');
  const numbers = numbersIn(text);
  const when = whenIn(lines);
  return {
    amountMinor: amountIn(lines, expected),
    ...when,
    payer: payerIn(lines),
    reference: referenceOn(text),
    numbers: [...new Set(numbers.map(shapeOf))],
  };
}

/**
 * A number in the form for comparison: capitals and digits only, with letters that look like digits replaced by them.
 */
export function shapeOf(number: string): string {
  return number
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]/g, '')
    .replaceAll(/[OQD]/g, '0')
    .replaceAll(/[IL]/g, '1')
    .replaceAll('Z', '2')
    .replaceAll('S', '5')
    .replaceAll('G', '6')
    .replaceAll('B', '8');
}

// ---- Numbers of transfers

/** The minimum of characters and digits of a transfer number; shorter ones are prices, years and parts of accounts. */
const MIN = { signs: 8, digits: 6 };

/**
 * Words that may name a transfer: eight characters or more, six digits or more, groups of four joined. Days, masked
 * accounts and addresses (`asha1234567@bank`) are excluded.
 */
function numbersIn(text: string): string[] {
  const joined = text.replaceAll(/(?<![\d.,:/-])\d{3,6}(?: \d{3,6}){1,5}(?![\d.,:/-]*\d)/g, (groups) =>
    groups.replaceAll(' ', ''),
  );
  const tokens = joined.match(/(?<![\w@.,:/*-])[A-Za-z]{0,6}\d[A-Za-z0-9]{5,34}(?![\w@*]|[.,:/-]\w)/g) ?? [];
  return tokens.filter(
    (token) =>
      token.length >= MIN.signs &&
      token.replaceAll(/\D/g, '').length >= MIN.digits &&
      !/^x{2,}/i.test(token) &&
      !/^(19|20)\d{2}(0[1-9]|1[0-2])([0-2]\d|3[01])$/.test(token),
  );
}

/** Headings of a transfer's number, the bank's before the app's own. */
const HEADINGS = [
  /\b(?:utr|rrn|upi (?:ref(?:erence)?|transaction|txn))\b[ .:#]*(?:no|id|number|num)?\b/,
  /\b(?:financial transaction id|n[ºo°r]{1,3}\.? (?:de )?operaci.n|c.digo de operaci.n|operaci.n|comprobante|imps ref(?:erence)?)\b[ .:#]*(?:no|id|number)?\b/,
  /\b(?:reference|ref|r.f.rence)\b[ .:#]*(?:no|id|number|num)?\b/,
  /\b(?:transaction|txn|trans|transacci.n)\b[ .:#]*(?:id|no|number|ref)\b/,
  /\b(?:receipt|confirmation|autorizaci.n)\b[ .:#]*(?:id|no|number)?\b/,
];

function referenceOn(text: string): string | null {
  // A heading may be broken over two lines, and so may its value.
  const flat = text.replaceAll(/\s+/g, ' ');
  for (const heading of HEADINGS) {
    for (const match of flat.matchAll(new RegExp(heading.source, 'gi'))) {
      // Directly behind it: a few words further it belongs to another heading.
      const behind = flat
        .slice(match.index + match[0].length)
        .replace(/^[ .:#)\]|-]+/, '')
        .slice(0, 48);
      const groups = /^\d{3,6}(?: \d{3,6}){1,5}(?![\d.,:/-]*\d)/.exec(behind)?.[0];
      const number = groups ?? /^[A-Za-z]{0,6}\d[A-Za-z0-9]{5,34}(?![\w@*]|[:/-]\w)/.exec(behind)?.[0];
      if (number && number.replaceAll(/\D/g, '').length >= MIN.digits) return number.replaceAll(' ', '');
    }
  }
  // Without a heading, the only number of twelve digits is the transfer's in India.
  const twelve = numbersIn(text).filter((number) => /^\d{12}$/.test(number));
  return twelve.length === 1 ? (twelve[0] as string) : null;
}

// ---- Amount

/** Words before an amount that isn't the paid one. */
const OTHER_AMOUNT = /(balance|saldo|solde|fee|charge|commission|comisi.n|frais|cashback|limit)[^\d]{0,20}$/i;
/** Currency symbols, also in the form in which a reader misreads them: ₹ is read as %, <, $, F, Z, or not at all. */
const MARK = String.raw`(?:₹|Rs\.?|INR|RWF|FRW|RF|S\/\.?|PEN|COP|MXN|GTQ|Q|USD|EUR|\$|€|£|%|<|\+|&|#|F|X|Z|R|T)`;

/**
 * The paid amount. Candidates are all numbers written like money; one with a currency symbol goes before a bare one,
 * and the expected one before all.
 */
function amountIn(lines: string[], { currency, amountMinor: expected }: Expected): number | null {
  const places = decimalsOf(currency);
  const found: { minor: number; rank: number }[] = [];
  for (const line of lines) {
    const money = new RegExp(
      `(?<![\\w.,:/-])(${MARK})?\\s?(\\d{1,3}(?:[, ]\\d{2,3})+(?:\\.\\d{1,2})?|\\d{1,3}(?:\\.\\d{3})+(?:,\\d{1,2})?|\\d{1,7}(?:[.,]\\d{1,2})?)\\s?(${MARK})?(?![\\w:/%-]|[.,]\\d)`,
      'g',
    );
    for (const match of line.matchAll(money)) {
      const [, before = '', digits = '', behind = ''] = match;
      if (OTHER_AMOUNT.test(line.slice(0, match.index))) continue;
      const minor = minorOf(digits, places);
      if (minor === null || minor === 0) continue;
      const named = new RegExp(`^(${currency}|₹|Rs\\.?|S/\\.?|FRW|\\$|€)$`, 'i');
      const mark = named.test(before) || named.test(behind) ? 2 : before || behind ? 1 : 0;
      found.push({ minor, rank: mark * 2 + (/[.,]\d{2}$/.test(digits) ? 1 : 0) });
      // A currency symbol that was read as a digit: "3300" for "₹300".
      const without = before ? null : minorOf(digits.replace(/^\d,?/, ''), places);
      if (without === expected) found.push({ minor: without, rank: 0 });
    }
  }
  if (found.some(({ minor }) => minor === expected)) return expected;
  const best = found.reduce<(typeof found)[number] | null>((a, b) => (a && a.rank >= b.rank ? a : b), null);
  // A bare number may be any number: only one that looks like money is returned as the amount.
  return best && best.rank > 0 ? best.minor : null;
}

function minorOf(digits: string, places: number): number | null {
  const fraction = /[.,](\d{1,2})$/.exec(digits)?.[1] ?? '';
  const whole = (fraction ? digits.slice(0, -fraction.length - 1) : digits).replaceAll(/[., ]/g, '');
  if (!/^\d{1,12}$/.test(whole) || /[1-9]/.test(fraction.slice(places))) return null;
  return Number(whole + fraction.slice(0, places).padEnd(places, '0'));
}

// ---- Day and time

const MONTH = '(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|ene|abr|ago|set|dic)[a-z]*';
const DAYS = [
  /\b(\d{4}\s?-\s?\d\s?\d?\s?-\s?\d{1,2})\b/,
  new RegExp(`\\b(\\d{1,2}(?:st|nd|rd|th)?[ -]?(?:de )?${MONTH}\\.?,?[ -]?(?:de )?\\d{4})\\b`, 'i'),
  new RegExp(`\\b(${MONTH}\\.? \\d{1,2},? \\d{4})\\b`, 'i'),
  /\b(\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2}))\b/,
];
const TIME = /(?<![\d:])(\d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]\.?\s?m\.?)?)(?![\d:])/gi;

/** The day, and the nearest time: the clock of the phone's status bar is in another line, far above. */
function whenIn(lines: string[]): { day: string | null; time: string | null } {
  const days = lines.flatMap((line, i) => {
    for (const pattern of DAYS) {
      const written = pattern.exec(line)?.[1];
      const day = written && dayOf(written);
      if (day) return [{ day, line: i }];
    }
    return [];
  });
  const times = lines.flatMap((line, i) =>
    [...line.matchAll(TIME)].flatMap((match) => {
      const time = readTime((match[1] as string).replaceAll(/\s/g, ''));
      return time ? [{ time: time.slice(0, 5), line: i }] : [];
    }),
  );
  let best: { day: string; time: string; apart: number } | null = null;
  for (const { day, line } of days) {
    for (const { time, line: at } of times) {
      const apart = Math.abs(at - line);
      if (apart <= 1 && (!best || apart < best.apart)) best = { day, time, apart };
    }
  }
  return { day: best?.day ?? days[0]?.day ?? null, time: best?.time ?? null };
}

function dayOf(written: string): string | null {
  const plain = /^\d{4}\s?-/.test(written)
    ? written.replaceAll(/\s/g, '')
    : written.replace(/(\d)(st|nd|rd|th)/i, '$1');
  const spaced = plain.replace(/(\d)([a-z])/gi, '$1 $2').replace(/([a-z]\.?)(\d)/gi, '$1 $2');
  return readDay(spaced, 'dmy')?.day ?? null;
}

// ---- Payer

const PAYER = /^(?:.*\b(?:sender|remitter|ordenante|payer|pagador)|from|name|origen|de)\b\s*[:.-]?\s*(.*)$/i;
const NAME = /^[\p{L}][\p{L}.'’ -]*\s[\p{L}][\p{L}.'’ -]*$/u;

/** A name of two words behind or below "From", "Sender", "Remitter", "Name". */
function payerIn(lines: string[]): string | null {
  for (const [i, line] of lines.entries()) {
    const behind = PAYER.exec(line)?.[1]?.trim();
    if (behind === undefined) continue;
    const name = behind === '' ? lines[i + 1]?.trim() : behind;
    if (name && name.length <= 60 && NAME.test(name)) return name;
  }
  return null;
}
