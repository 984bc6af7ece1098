/** The parts of `pg` that `pipeline.ts` uses and that the types of pg lack. */
declare module 'pg/lib/utils.js' {
  /** A value as it is sent to the server: text, or bytes. */
  export function prepareValue(value: unknown): string | Buffer | null;
}
