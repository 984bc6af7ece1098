/** A keyset page: `next` is the opaque cursor of the page after this one, or null on the last. */
export type Page = { next: string | null };

/** `rolledBack`: see the function of that name. */
export type Ok<T> = { ok: true; data: T; page?: Page; rolledBack?: true };

/** An expected refusal: a code for programs, `detail` for the text's placeholders, `fields` for faults by field. */
export type Refusal = {
  ok: false;
  code: string;
  detail?: Record<string, string | number>;
  /** field path → refusal code of that field */
  fields?: Record<string, string>;
  /** Of `http.changed_meanwhile`: what another person changed, and the record's current version. */
  changed?: ChangedField[];
  version?: string;
};

/**
 * A field whose value differs from what the caller saw: its current value, and who changed it when, if the audit trail
 * tells.
 */
export type ChangedField = { field: string; theirs: unknown; by: string | null; at: string | null };

export type Result<T> = Ok<T> | Refusal;

export function ok<T>(data: T, page?: Page): Ok<T> {
  return page ? { ok: true, data, page } : { ok: true, data };
}

/**
 * For work in a transaction that finds that it is not needed: nothing of it stays, and `transaction` answers `data` as if
 * it were done. Nobody was refused anything, so it is no refusal.
 */
export function rolledBack<T>(data: T): Ok<T> {
  return { ok: true, data, rolledBack: true };
}

export function refuse(code: string, detail?: Refusal['detail'], fields?: Refusal['fields']): Refusal {
  return { ok: false, code, ...(detail && { detail }), ...(fields && { fields }) };
}
