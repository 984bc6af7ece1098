/**
 * Reads what people type when they have paid: the number of the transfer, alone or after a word, in groups of digits,
 * in the bank's pasted message. In all languages, whatever the chat's own is, because
 * people mix them. Pure.
 */
import { latinDigits } from '../../lib/digits.ts';
import { decimalsOf } from '../../lib/money.ts';
import { type DecimalSign, readMoney } from '../../lib/read-money.ts';

export type TypedProof = {
  /** the bank's or operator's number of the transfer, without spaces; null: a bank's message without one */
  reference: string | null;
  /** the text is more than the number: the whole text is stored too */
  message: boolean;
};

/** A number as banks and operators write it: no spaces, with a digit. */
const REFERENCE = /^(?=.*\d)[A-Za-z0-9./_-]{5,60}$/;

/**
 * Words before the number of a transfer. Those of the second list also name ways to pay: they count when nothing better
 * is found.
 */
const BANKS_OWN = `utr|rrn|arn|clave de rastreo|upi (?:ref(?:erence)?|transaction|txn)|ft ?id|financial transaction|यूटीआर|आरआरएन`;
const NAMED = `utr|rrn|arn|ft|trans|muamala|risiti|kumb(?:ukumbu)?|igikorwa|r[eé]f|refno|r[eé]f[eé]rence|re[cç]u|identifiant|referencia|txn|trxn|trx|txid|tid|transaction|transacci[oó]n|transa[cç][aã]o|transfer|transferencia|confirmation|confirmaci[oó]n|operaci[oó]n|folio|rastreo|comprobante|autorizaci[oó]n|movimiento|receipt|यूटीआर|आरआरएन|रेफ|रेफरेंस|रेफ़रेंस|संदर्भ|ट्रांजैक्शन|ट्रांज़ैक्शन|लेनदेन|लेन-देन`;
const WAYS = 'upi|imps|neft|rtgs|spei|pix|momo|gpay|phonepe|paytm';
/** "no.", "ID", "number is", "de operación": words between the name and the number. */
const BETWEEN = String.raw`(?:[\s:.#=\/(-]|\b(?:no|nos|num|number|nr|id|code|is|was|ref|de|del|da|do|du|la|el|es|est|ya|yako|ni|na|namba|nambari|n[uú]m[eé]ro|clave|transaction|operaci[oó]n)\b|नंबर|संख्या|क्रमांक|आईडी|है)*`;
/** Prepositions and words before an account or a phone, ours or theirs: "to 919846055555", "a/c 50100…", "call 1800…". */
const OTHERS =
  /(?<![\p{L}\p{N}])(?:to|from|call|sms|fwd|cust ?id|account|acct|a\/c|ac|cuenta|compte|a|para|kwa|kwenda|kutoka|kuri|à|vers|खाता|खाते)(?:[ \t]*(?:no|nos|number|n[uú]mero|num)?[ \t]*[.:#]?[ \t]*(?:to|at|a|à)?[ \t]*)\(?\+?\d[\d-]{6,17}(?![\d])/giu;
/** A name and a phone: "sent to MALABAR MESS 0700000001", "MALABAR MESS (250788000001)". */
const NAMED_PHONE =
  /(?<!\p{L})(?:to|from|a|à|kwa|kuri)[ \t]+(?:[\p{L}.'&]+[ \t]+){1,5}\(?\+?(?:0\d{8,10}|(?:91|250|25[4-7]|52|233|234|260|237|221)\d{8,10})\)?(?!\d)/giu;
const IN_BRACKETS = /\(\+?[\d*]{7,15}\)/g;
/** M-PESA's own number stands first and without a word. */
const FIRST =
  /(?<![\p{L}\p{N}])([A-Z][A-Z0-9]{9})[ .,]+(?:is )?(?:confirmed|imethibitishwa|umethibitishwa|confirm[eé]e?)(?!\p{L})/iu;
/** Orange's and Airtel's own form: "PP261121.0912.H12345". */
const DOTTED = /(?<![\w.])([A-Z]{2}\d{6}\.\d{4}\.[A-Z]?\d{4,8})(?![\w])/;
/** The number itself: short groups of digits, or characters without spaces with a digit among them. */
const NUMBER = String.raw`(\d{3,6}(?:[ -]\d{2,6}){1,6}(?!\d|[./,:]\d)|\d{8,22}(?=[.,]?(?:\s|$|[.,][A-Za-z]))|(?=[A-Za-z./_-]*\d)[A-Za-z0-9][A-Za-z0-9./_-]{3,59})(?![\w@])`;
const AFTER_BANKS_OWN = new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${BANKS_OWN})(?![\p{L}])${BETWEEN}${NUMBER}`, 'giu');
const AFTER_WORD = new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${NAMED})(?![\p{L}])${BETWEEN}${NUMBER}`, 'giu');
const AFTER_WAY = new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${WAYS})(?![\p{L}])${BETWEEN}${NUMBER}`, 'giu');

/** Found in a bank's message, but not in a person's own text about numbers. */
const BANK =
  /(?<!\p{L})(?:debited|credited|deducted|transferred|withdrawn|a\/c|acct|account|vpa|successful(?:ly)?|paid to|sent to|cargo|abono|cuenta|transferiste|enviaste|pagaste|डेबिट|क्रेडिट|खाते)(?!\p{L})/iu;
/** An amount with its currency beside it. */
const CURRENCY =
  '₹|r?\\$|€|£|₦|rs|inr|brl|mxn|usd|eur|cop|ugx|ush|rwf|frw|kes|kshs?|tzs|tshs?|xof|xaf|f?cfa|zmw|zk|k|etb|birr|gh[₵¢]|ghs|mwk|ngn|रु|रुपये';
/** People write these before the amount: "12345 Rs 3200" is a number and an amount. */
const BEFORE_AMOUNT = '₹|\\$|€|£|rs|inr|kshs?|tshs?';
const AFTER_AMOUNT = 'mxn|usd|eur|cop|ugx|rwf|frw|rf|kes|tzs|xof|xaf|f?cfa|zmw|ghs|mwk|ngn|pesos|rupees|रुपये|रुपए';
/** Ten digits without a separator are a number, not an amount. */
const AMOUNT = String.raw`(?<![\p{N}.,/])(?<!\d[ \u00a0\u202f])(?!\d{10})(\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:[.,]\d{1,2})?|\d[\d.,]*\d|\d)`;
const MONEY = new RegExp(
  String.raw`(?:(?<!\p{L})(?:${CURRENCY})\.?\s*(?!\d{10})(\d[\d.,]*\d|\d)|` +
    String.raw`${AMOUNT}\s*(?:(?:${AFTER_AMOUNT})|(?:${BEFORE_AMOUNT})\.?(?!\s*\d)))(?![\p{L}\p{N}])`,
  'giu',
);
/** A number with its amount directly behind it: "430112345671Rs3200". */
const GLUED = /(\d{8,})(?=(?:rs|inr|₹|ksh|kes|tsh|rwf|frw|ugx)\.?\s*\d)/giu;
const DAY = /(?<![\d.])\d{1,4}[./-](?:\d{1,2}|[a-z]{3})[./-]\d{1,4}(?![\d.])|(?<!\d)\d{1,2}:\d{2}(?::\d{2})?(?!\d)/giu;
/** After these words the amount is the balance of the account. */
const BALANCE =
  /(?:bal|balance|saldo|solde|salio|baki|asigaye|usigaranye|avl|avbl|available|limit|बैलेंस|शेष)[^\d]{0,20}$/iu;

/** With one of these, a long number in the text is the transfer's. */
const PAYING =
  /(?<!\p{L})(?:paid|sent|transferred|payment|pagu[eé]|pagado|pago|envi[eé]|transfer[ií]|भुगतान|पेमेंट|भेज|bhej|done|listo)/iu;

/** The proof in a message, or null when it contains none. */
export function proofIn(text: string): TypedProof | null {
  const typed = latinDigits(text).normalize('NFC').trim().replaceAll(GLUED, '$1 ');
  if (typed === '' || !/\d/.test(typed)) return null;
  if (REFERENCE.test(typed) && !typed.includes('-')) return { reference: typed, message: false };
  const mpesa = FIRST.exec(typed)?.[1];
  if (mpesa && /\d/.test(mpesa)) return { reference: mpesa.toUpperCase(), message: true };
  const dotted = DOTTED.exec(typed)?.[1];
  if (dotted) return { reference: dotted, message: dotted.length < typed.length };
  const own = withoutOthers(typed);
  const named =
    firstNumber(own, AFTER_BANKS_OWN) ??
    firstNumber(own, AFTER_WORD) ??
    (BANK.test(own) ? firstNumber(own, AFTER_WAY) : null);
  if (named) return { reference: named.number, message: named.whole.length < typed.length };
  const alone = groups(typed) ?? (REFERENCE.test(typed) ? typed : null);
  if (alone) return { reference: alone, message: !typed.replace(/[ -]/g, '').endsWith(alone) };
  const beside = [DAY, MONEY, /(?<!\S)\d{1,7}(?:\.\d{1,2})?(?=[\s,;.]|$)/g, /[\s,;.()]+/g]
    .reduce((rest, noise) => rest.replaceAll(noise, ' '), own)
    .trim();
  if (/^(?:\d{11,22}|(?=.*\d)[A-Z][A-Z0-9]{9,29})$/.test(beside)) return { reference: beside, message: true };
  const long = PAYING.test(own) ? onlyLongNumber(own) : null;
  if (long) return { reference: long, message: true };
  const paying = BANK.test(own) ? moneyIn(own).length > 0 : own !== typed && PAYING.test(own);
  return paying ? { reference: null, message: true } : null;
}

/** Accounts and phones are no numbers of a transfer: their digits are covered. */
function withoutOthers(typed: string): string {
  const covered = (found: string) => found.replaceAll(/\d/g, '#');
  return typed.replaceAll(NAMED_PHONE, covered).replaceAll(OTHERS, covered).replaceAll(IN_BRACKETS, covered);
}

/**
 * The amount that a message says was sent, in minor units of the requested currency; null when there is none or it is
 * ambiguous. Amounts after "balance" are ignored.
 */
export function amountIn(text: string, currency: string): number | null {
  for (const { digits } of moneyIn(withoutOthers(latinDigits(text)))) {
    // "$3.200": three digits are thousands where the currency has two decimals or none.
    const thousands = /^\d{1,3}(?:\.\d{3})+$/.test(digits) && decimalsOf(currency) !== 3;
    // "1.234,50" or "1,234.50": the last separator is the decimal one, when as many digits follow as the currency has
    // decimals.
    const fraction = /[.,](\d+)$/.exec(digits);
    const sign: DecimalSign =
      fraction?.[1]?.length === decimalsOf(currency) && digits.includes(',') && digits.at(-fraction[0].length) === ','
        ? ','
        : '.';
    const read = readMoney(digits.replace(/[.,]+$/, ''), thousands ? ',' : sign, currency);
    if (read !== null) return read;
  }
  return null;
}

function moneyIn(text: string): { digits: string }[] {
  return [...text.matchAll(MONEY)].flatMap((found) => {
    const before = text.slice(Math.max(0, found.index - 30), found.index);
    return BALANCE.test(before) ? [] : [{ digits: (found[1] ?? found[2] ?? '').replaceAll(/\s/g, '') }];
  });
}

/**
 * A number written in groups, as on a screen: "4123 4567 8901". The numbers in a raffle's list are shorter, and a phone
 * has a plus.
 */
function groups(typed: string): string | null {
  if (!/^[A-Z0-9]{3,}(?:[ -][A-Z0-9]{3,})+$/.test(typed)) return null;
  const parts = typed.split(/[ -]/);
  // "430112345671 3200": the number and its amount; the parts of one number are alike.
  const long = parts.filter((part) => part.length >= 10 && /\d/.test(part));
  const only = long.length > 1 ? long.filter((part) => !/^\d{10}$/.test(part)) : long;
  if (long.length > 0 && parts.length > 1) return only[0] ?? null;
  const joined = parts.join('');
  const digits = joined.replace(/\D/g, '').length;
  return digits >= 10 && digits * 2 > joined.length && joined.length <= 60 ? joined : null;
}

function firstNumber(typed: string, pattern: RegExp): { number: string; whole: string } | null {
  for (const found of typed.matchAll(pattern)) {
    const number = tidy(found[1] ?? '', /^(?:utr|rrn)/i.test(found[0]));
    if (number) return { number, whole: found[0] };
  }
  return null;
}

/**
 * Joined; null for a value that isn't a transfer number: a day, an amount, a masked account, a few digits.
 * @param upi a number of twelve digits, as every UTR of UPI
 */
function tidy(written: string, upi: boolean): string | null {
  const bare = written.replace(/[./_-]+$/, '');
  if (/^\d{1,4}[./-]\d{1,2}[./-]\d{1,4}$/.test(bare) || /^\d+[.,]\d{1,2}$/.test(bare) || /^[xX*]+\d+$/.test(bare))
    return null;
  if (/^\d{1,2}-?[A-Za-z]{3}-?\d{2,4}$/.test(bare)) return null;
  // "P2M/632511223304/MALABAR": the piece that is the number.
  const pieces = bare.split('/').filter((piece) => piece.replace(/\D/g, '').length >= 8);
  if (bare.includes('/') && pieces.length === 1) return pieces[0] as string;
  const joined = /^\d[\d -]*$/.test(bare) ? joinedGroups(bare.split(/[ -]/), upi) : bare;
  return joined.length >= 5 && joined.replace(/\D/g, '').length >= 3 ? joined : null;
}

/** Groups that are one number are alike; what stands behind them, an amount or a day, is none of them. */
function joinedGroups(groups: string[], upi: boolean): string {
  const [first = ''] = groups;
  if (first.length > 6) return first;
  const twelve = groups.findIndex((_, at) => groups.slice(0, at + 1).join('').length === 12);
  const alike = groups.slice(0, -1).every((group) => group.length === first.length);
  if (twelve >= 0 && (upi || !alike || groups.at(-1)?.length !== first.length))
    return groups.slice(0, twelve + 1).join('');
  const joined = groups.join('');
  return joined.length >= 10 || groups.every((group) => group.length === first.length) ? joined : first;
}

/** The only number of eleven digits or more in a message; a phone number has a plus or ten digits. */
function onlyLongNumber(typed: string): string | null {
  const found = [
    ...typed.matchAll(/(?<![\w+@./-])(\d{11,22}|\d{4}(?:[ -]\d{4}){2,4}|(?=[A-Z]*\d)[A-Z0-9]{12,30})(?![\w@])/g),
  ];
  const [only] = found;
  return only && found.length === 1 ? (only[1] as string).replace(/[ -]/g, '') : null;
}
