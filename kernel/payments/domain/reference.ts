/** A reference of a transfer as banks and operators write it: no spaces, with a digit. */
const REFERENCE = /^(?=.*\d)[A-Za-z0-9./_-]{5,60}$/;

/** The reference that a message consists of, or null when it is something else. */
export function referenceIn(text: string): string | null {
  const said = text.trim();
  return REFERENCE.test(said) ? said : null;
}
