/** Numbers that may name a transfer, in one form however they are written. Pure. */

/** Ways to pay and words for "number" that banks glue to the number. */
const PREFIX = /^(?:UPI|IMPS|NEFT|RTGS|UTR|RRN|REF|TXN|TXNID|NO)+(?=[0-9]{6,}$)/;

/**
 * One number in the form for comparison: capitals and digits, without "UPI-" before it and without the zeros that some
 * banks fill it up with; null when it is too short to name one transfer.
 */
export function transferKey(written: string): string | null {
  const bare = written
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]/g, '')
    .replace(PREFIX, '');
  const key = /^0+\d+$/.test(bare) ? bare.replace(/^0+/, '') : bare;
  return key.length >= 6 ? key : null;
}

/**
 * All such numbers in a text, each once: words with four digits or more. The database does the same for lines
 * (`statement_line_keys`).
 */
export function transferKeys(text: string, reference: string | null = null): string[] {
  const words = [
    ...`${text} ${reference ?? ''}`.toUpperCase().split(/[^A-Z0-9]+/),
    (reference ?? '').toUpperCase().replaceAll(/[^A-Z0-9]/g, ''),
  ];
  return [
    ...new Set(
      words.filter((word) => word.replaceAll(/\D/g, '').length >= 4).flatMap((word) => transferKey(word) ?? []),
    ),
  ];
}

/**
 * The organization's own numbers in a text such as its payment instructions: accounts and phones, also written in
 * groups ("98460 55555").
 */
export function ownNumbers(text: string): string[] {
  const written = text.match(/\d(?:[\d \u00a0-]*\d)?/g) ?? [];
  const pieces = written.flatMap((one) => [one.replaceAll(/\D/g, ''), ...(one.match(/\d+/g) ?? [])]);
  return [...new Set(pieces.map((digits) => digits.replace(/^0+/, '')).filter((digits) => digits.length >= 6))];
}

/** Whether a number is one of ours: the same, or the same phone with a country's code or zeros before it. */
export function isOwnNumber(written: string, own: string[]): boolean {
  const digits = written.replaceAll(/[^A-Za-z0-9]/g, '').replace(/^0+/, '');
  return /^\d{6,}$/.test(digits) && own.some((one) => digits === one || samePhone(digits, one));
}

function samePhone(a: string, b: string): boolean {
  const [long, short] = a.length >= b.length ? [a, b] : [b, a];
  return short.length >= 8 && long.length <= 15 && long.length - short.length <= 4 && long.endsWith(short);
}
