import { CompiledQuery } from 'kysely';
import { type Ctx, limitOf } from '../ctx/index.ts';
import { afterCommit, queueWrites, type Write } from '../db/index.ts';
import { newId } from '../lib/ids.ts';
import { reduceChange, type Snapshot } from './changes.ts';
import { refuseMachineEvent } from './machine-events.ts';

/** The organization id of entries that belong to no organization: the first run, accounts, the command line. */
export const NO_ORGANIZATION = '00000000-0000-0000-0000-000000000000';

export type AuditDetail = {
  /** what it happened to, e.g. `{ type: 'exhibition.bill', id }` */
  subject: { type: string; id: string };
  /** the record before and after; stored are the fields that differ. Give one of them for a record made or removed. */
  before?: Snapshot | null;
  after?: Snapshot | null;
  /** the reason a person gave */
  note?: string | null;
  /**
   * organization of the entry, when it is not that of the ctx (for example while an organization is made); `tx.db` must
   * then be the unscoped connection
   */
  organizationId?: string;
  /** the part of the organization (`Limit.id`) that the subject belongs to: people limited to it hear of the change */
  part?: string | null;
};

/**
 * Records an action, in the transaction of that action. It is one insert: start it with the other writes in one
 * `Promise.all`, and the driver sends them in one batch. The text that people read is `audit.<action>` in the language
 * files.
 */
export async function audit(tx: Ctx, action: string, detail: AuditDetail): Promise<void> {
  await queueWrites(tx, [auditWrite(tx, action, detail)]);
}

/** The same as one of the last statements of a transaction (`endingWith`). */
export function auditWrite(ctx: Ctx, action: string, detail: AuditDetail): Write {
  const insert = CompiledQuery.raw(INSERT, row(ctx, action, detail));
  return { ...insert, afterCommit: () => publishChange(ctx, detail.subject.type, detail.subject.id, detail.part) };
}

/** The same for many records, such as a batch of an import: one statement for all of them. */
export async function auditMany(tx: Ctx, action: string, details: AuditDetail[]): Promise<void> {
  if (details.length === 0) return;
  const rows = details.map((detail) => row(tx, action, detail));
  const columns = COLUMNS.map((_, i) => rows.map((values) => values[i] ?? null));
  const writing = tx.db.executeQuery(CompiledQuery.raw(INSERT_MANY, columns));
  // One event for each type of subject is enough for a batch.
  for (const type of new Set(details.map((detail) => detail.subject.type)))
    afterCommit(tx, () => publishChange(tx, type, null));
  await writing;
}

/**
 * Every change writes an audit entry, so open pages are updated from here: the type of the subject is published as a
 * realtime topic, when a manifest lists it in `topics`. What a limited person changes is in their part.
 */
function publishChange(ctx: Ctx, topic: string, id: string | null, part?: string | null): void {
  const { realtime } = ctx.services;
  if (ctx.organization && realtime?.topics.has(topic))
    realtime.publish({ organizationId: ctx.organization.id, topic, id, part: part ?? limitOf(ctx.actor)?.id ?? null });
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
// Constant texts, built once: the first runs with every write of the server.
const INSERT = `insert into audit_entry (${NAMES}) values (${COLUMNS.map((_, i) => `$${i + 1}`).join(', ')})`;
const ARRAYS = COLUMNS.map(([, type], i) => `$${i + 1}::${type}[]`).join(', ');
const INSERT_MANY = `insert into audit_entry (${NAMES}) select e.* from unnest(${ARRAYS}) as e (${NAMES})`;

function row(tx: Ctx, action: string, detail: AuditDetail): (string | null)[] {
  refuseMachineEvent(tx.services, action);
  const now = tx.clock.now();
  const change = reduceChange(detail.before, detail.after);
  return [
    detail.organizationId ?? tx.organization?.id ?? NO_ORGANIZATION,
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
