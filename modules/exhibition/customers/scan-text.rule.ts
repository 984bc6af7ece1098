/** The characters of a customer's ID: without 0/O, 1/I/L and U, which people misread. */
const CODE = /^[2-9A-HJKMNP-TV-Z]{8}$/;
/**
 * The text of one of our QR codes: the address of the customer's own page, or its bare token of 98 or more characters.
 */
const CREDENTIAL = /^(https?:\/\/\S+|[\w-]{90,})$/;

/** Whether a scanned text can be one of our codes; other texts go to the focused field. */
export function looksScanned(text: string): boolean {
  return CODE.test(text.trim()) || CREDENTIAL.test(text.trim());
}

/** Whether a typed text can be a whole ID, in either case and with the printed gap. */
export function looksLikeCode(text: string): boolean {
  return CODE.test(text.replace(/[\s-]/g, '').toUpperCase());
}
