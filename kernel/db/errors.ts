import pg from 'pg';

/** Errors with which the database ends the connection (classes 08 and 57P: connection, shutdown). */
function endsConnection(error: unknown): boolean {
  return error instanceof pg.DatabaseError && /^(08|57P)/.test(error.code ?? '');
}

/**
 * The database refused the statements, so nothing was changed. After an error that ends the connection, the result of
 * the commit is unknown.
 */
export function wasRolledBack(error: unknown): boolean {
  return error instanceof pg.DatabaseError && !endsConnection(error);
}

/** A row was refused, since another one has its key. */
export function isDuplicate(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === '23505';
}
