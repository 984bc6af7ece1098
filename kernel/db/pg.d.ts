/** What `flight.ts` needs of `pg` and its types don't tell. */
declare module 'pg/lib/utils.js' {
  /** A value as it goes over the wire: text, or bytes. */
  export function prepareValue(value: unknown): string | Buffer | null;
}
