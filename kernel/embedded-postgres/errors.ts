/** What can keep the embedded database from starting, each with a message for the person at the terminal. */
export type EmbeddedPostgresFault =
  | 'already_running'
  | 'unreachable'
  | 'wrong_owner'
  | 'wrong_version'
  | 'copied'
  | 'no_binaries'
  | 'start_failed';

/** Thrown by everything in this folder; `message` is meant to be shown as it is. */
export class EmbeddedPostgresError extends Error {
  readonly code: EmbeddedPostgresFault;

  constructor(code: EmbeddedPostgresFault, message: string) {
    super(message);
    this.name = 'EmbeddedPostgresError';
    this.code = code;
  }
}
