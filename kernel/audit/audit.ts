import { CompiledQuery } from 'kysely';
import type { Ctx } from '../ctx/index.ts';
import { afterCommit, type Write } from '../db/index.ts';
import { newId } from '../lib/ids.ts';
import { reduceChange, type Snapshot } from './changes.ts';
import { refuseMachineEvent } from './machine-events.ts';

/** Entries that belong to no organization: the first run, accounts, the command line. */
export const HOUSE = '00000000-0000-0000-0000-000000000000';

export type AuditDetail = {
  /** what it happened to, e.g. `{ type: 'exhibition.bill', id }` */
  subject: { type: string; id: string };
  /** the record before and after; stored are the fields that differ. Give one of them for a record made or removed. */
  before?: Snapshot | null;
  after?: Snapshot | null;
  /** the reason a person gave */
  note?: string | null;
  /** when it is not the ctx's own: making an organization, for instance; needs the unscoped connection in `tx.db` */
  organizationId?: string;
};

/**
 * Records that something was done, in the transaction that does it. One insert; start it beside the others
 * (`Promise.all`) and it leaves in the same flight. The text people read is `audit.<action>` in the language files.
 */
export async function audit(tx: Ctx, action: string, detail: AuditDetail): Promise<void> {
  const write = auditWrite(tx, action, detail);
  if (write.afterCommit) afterCommit(tx, write.afterCommit);
  await tx.db.executeQuery(write);
}

/** The same as a part of `writeTogether`. */
export function auditWrite(ctx: Ctx, action: string, detail: AuditDetail): Write {
  const insert = CompiledQuery.raw(INSERT, row(ctx, action, detail));
  return { ...insert, afterCommit: () => tell(ctx, detail.subject.type, detail.subject.id) };
}

/** The same for many records at once, such as a batch of an import: one statement for all of them. */
export async function auditMany(tx: Ctx, action: string, details: AuditDetail[]): Promise<void> {
  if (details.length === 0) return;
  const rows = details.map((detail) => row(tx, action, detail));
  const columns = COLUMNS.map((_, i) => rows.map((r) => r[i]));
  const writing = tx.db.executeQuery(CompiledQuery.raw(INSERT_MANY, columns));
  // Of a batch it is enough to know that there is something new.
  for (const type of new Set(details.map((detail) => detail.subject.type))) afterCommit(tx, () => tell(tx, type, null));
  await writing;
}

/**
 * Whatever changes writes an entry, so this is where pages hear of it: the subject's type is the topic of its news,
 * when a manifest has it among its `topics`.
 */
function tell(ctx: Ctx, topic: string, id: string | null): void {
  const { realtime } = ctx.services;
  if (ctx.organization && realtime?.topics.has(topic))
    realtime.send({ organizationId: ctx.organization.id, topic, id });
}

/**
 * An entry as a part of the caller's own statement, for the few writes that must be a single one: the clause to stand
 * in a `with`, whose parameters begin with `$first`, writing an entry for each row of the clause `from`. Its values are
 * `auditValues`.
 */
export function auditClause(first: number, from: string): string {
  return `insert into audit_entry (${NAMES}) select ${COLUMNS.map(([, type], i) => `$${first + i}::${type}`).join(', ')} from ${from}`;
}

/** The values for `auditClause`, in its order. */
export function auditValues(tx: Ctx, action: string, detail: AuditDetail): (string | null)[] {
  return row(tx, action, detail);
}

const COLUMNS = [
  ['organization_id', 'uuid'],
  ['id', 'uuid'],
  ['at', 'timestamptz'],
  ['actor_kind', 'text'],
  ['actor_id', 'text'],
  ['actor_name', 'text'],
  ['action', 'text'],
  ['subject_type', 'text'],
  ['subject_id', 'text'],
  ['before', 'jsonb'],
  ['after', 'jsonb'],
  ['note', 'text'],
  ['request_id', 'text'],
  ['ip', 'text'],
  ['user_agent', 'text'],
] as const;
const NAMES = COLUMNS.map(([name]) => name).join(', ');
// Text made once and never built: the statement runs beside every write of the server.
const INSERT = `insert into audit_entry (${NAMES}) values (${COLUMNS.map((_, i) => `$${i + 1}`).join(', ')})`;
const INSERT_MANY = `insert into audit_entry (${NAMES}) select * from unnest(${COLUMNS.map(([, type], i) => `$${i + 1}::${type}[]`).join(', ')})`;

function row(tx: Ctx, action: string, detail: AuditDetail): (string | null)[] {
  refuseMachineEvent(tx.services, action);
  const now = tx.clock.now();
  const change = reduceChange(detail.before, detail.after);
  return [
    detail.organizationId ?? tx.organization?.id ?? HOUSE,
    newId(now.getTime()),
    now.toISOString(),
    tx.actor.kind,
    tx.actor.id,
    tx.actor.name,
    action,
    detail.subject.type,
    detail.subject.id,
    change.before,
    change.after,
    detail.note ?? null,
    tx.requestId,
    tx.ip,
    tx.userAgent?.slice(0, 300) ?? null,
  ];
}
