/** The letters of a customer's ID: without 0/O, 1/I/L and U, which people misread. */
const CODE = /^[2-9A-HJKMNP-TV-Z]{8}$/;
/** What a QR of ours holds: the address of the customer's own page, or its bare token of 98 or more characters. */
const CREDENTIAL = /^(https?:\/\/\S+|[\w-]{90,})$/;

/** Whether a scanner's text can be one of our codes; anything else is left to the field that has the focus. */
export function looksScanned(text: string): boolean {
  return CODE.test(text.trim()) || CREDENTIAL.test(text.trim());
}

/** Whether what a person typed can be a whole ID, in either case and with the gap it is printed with. */
export function looksLikeCode(text: string): boolean {
  return CODE.test(text.replace(/[\s-]/g, '').toUpperCase());
}
