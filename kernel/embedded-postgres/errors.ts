/** The faults that prevent the start of the embedded database, each with a message for the operator. */
export type EmbeddedPostgresFault =
  | 'already_running'
  | 'unreachable'
  | 'wrong_owner'
  | 'wrong_version'
  | 'copied'
  | 'no_binaries'
  | 'start_failed';

/** Thrown by everything in this folder; show `message` as it is. */
export class EmbeddedPostgresError extends Error {
  readonly code: EmbeddedPostgresFault;

  constructor(code: EmbeddedPostgresFault, message: string) {
    super(message);
    this.name = 'EmbeddedPostgresError';
    this.code = code;
  }
}
