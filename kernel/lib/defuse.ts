/** Text that no spreadsheet executes, and back. */

/**
 * The places where a spreadsheet could execute a typed text as a formula
 * (https://owasp.org/www-community/attacks/CSV_Injection): at = + - @ or their full-width forms, which Japanese and
 * Chinese versions of Excel treat alike. Not only at the start: with another separator than the comma, `;=1+1` is two
 * cells, and a line break in a quoted cell begins a new row. White space and quotes before the character do not prevent
 * it; apostrophes are counted, so that an import can remove the added one.
 */
const FORMULA = /(^|[;|\t\r\n])([\s"]*)('*)(?=[=+\-@＝＋－＠])/g;
/** A plain number or telephone number, or a single + or -, is no formula and stays unchanged. */
const PLAIN = /^[+-](?:\d[\d ]*(?:[.,]\d+)?)?(?=$|[;|\t\r\n])/;
/** Excel removes these from the beginning of a cell and reads the rest. */
const BEGINS_WITH_SPACE = /^'*[\t\r\n]/;

/** Makes text safe for spreadsheets: puts an apostrophe before each character that could begin a formula. */
export function defuse(text: string): string {
  const safe = text.replace(FORMULA, (found, edge, space, quotes, at: number) =>
    quotes === '' && PLAIN.test(text.slice(at + found.length)) ? found : `${edge}${space}'${quotes}`,
  );
  return BEGINS_WITH_SPACE.test(safe) ? `'${safe}` : safe;
}

/** The reverse, for imports: an exported text is read back unchanged. */
export function restore(text: string): string {
  const bare = text.startsWith("'") && BEGINS_WITH_SPACE.test(text.slice(1)) ? text.slice(1) : text;
  return bare.replace(FORMULA, (_, edge, space, quotes) => `${edge}${space}${quotes.slice(1)}`);
}
