import { type Static, Type } from 'typebox';
import { type Ctx, inOrg } from '../ctx/index.ts';
import { findPage, type PageQuery, showPage } from '../db/index.ts';
import { findText } from '../i18n/index.ts';
import { firstIdAt } from '../lib/ids.ts';
import { escapeLike } from '../lib/like.ts';
import { ok, type Result, refuse } from '../lib/result.ts';
import { inside, type NameOf, nameOfNobody, nameSubjects, readSubject } from '../subject-names/index.ts';

export const AuditFilter = Type.Object(
  {
    actor_type: Type.Optional(
      Type.String({ maxLength: 200, description: 'user, api_key, chat, portal, system or anonymous' }),
    ),
    actor_id: Type.Optional(Type.String({ maxLength: 200 })),
    action: Type.Optional(
      Type.String({ maxLength: 200, description: 'exhibition.bill.added, or exhibition.bill.* for all of a kind' }),
    ),
    subject_type: Type.Optional(Type.String({ maxLength: 200 })),
    subject_id: Type.Optional(Type.String({ maxLength: 200 })),
    request_id: Type.Optional(Type.String({ maxLength: 200 })),
    from: Type.Optional(Type.String({ format: 'date-time', description: 'this moment or later' })),
    to: Type.Optional(Type.String({ format: 'date-time', description: 'before this moment' })),
  },
  { additionalProperties: false },
);

export type AuditEntry = {
  id: string;
  created_at: string;
  action: string;
  /** what happened, in the reader's language */
  text: string;
  actor: { type: string; id: string | null; name: string };
  /** `name`: null when records of its type have none */
  subject: { type: string; id: string; name: string | null };
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  note: string | null;
  request_id: string | null;
  ip: string | null;
  user_agent: string | null;
  sealed: boolean;
};

export type ListInput = PageQuery & {
  filter: Static<typeof AuditFilter>;
  search?: string;
  /** `created_at` for oldest first */
  sort?: string;
};

/** A keyset page of the organization's entries, newest first. Version 7 ids sort by time, so the id is the key. */
export async function listAuditEntries(ctx: Ctx, input: ListInput): Promise<Result<AuditEntry[]>> {
  const { filter, search } = input;
  let query = entries(ctx);
  if (filter.actor_type) query = query.where('actor_kind', '=', filter.actor_type);
  if (filter.actor_id) query = query.where('actor_id', '=', filter.actor_id);
  if (filter.action?.endsWith('*')) query = query.where('action', 'like', `${escapeLike(filter.action.slice(0, -1))}%`);
  else if (filter.action) query = query.where('action', '=', filter.action);
  if (filter.subject_type) query = query.where('subject_type', '=', filter.subject_type);
  if (filter.subject_id) query = query.where('subject_id', '=', filter.subject_id);
  if (filter.request_id) query = query.where('request_id', '=', filter.request_id);
  if (filter.from) query = query.where('id', '>=', firstIdAt(Date.parse(filter.from)));
  if (filter.to) query = query.where('id', '<', firstIdAt(Date.parse(filter.to)));
  if (search) {
    const like = `%${escapeLike(search)}%`;
    query = query.where((eb) =>
      eb.or([
        eb('actor_name', 'ilike', like),
        eb('action', 'ilike', like),
        eb('subject_id', 'ilike', like),
        eb('note', 'ilike', like),
      ]),
    );
  }
  const page = await findPage(query, { by: 'id', order: input.sort === 'created_at' ? 'asc' : 'desc' }, input);
  return showPage(page, async (rows) => {
    const nameOf = await namesIn(ctx, rows);
    return rows.map((row) => toEntry(ctx, row, nameOf));
  });
}

/** One entry, or `audit.not_found`. */
export async function getAuditEntry(ctx: Ctx, id: string): Promise<Result<AuditEntry>> {
  const row = await entries(ctx).where('id', '=', id).executeTakeFirst();
  return row ? ok(toEntry(ctx, row, await namesIn(ctx, [row]))) : refuse('audit.not_found');
}

/**
 * All entries about these subjects or by these actors, the oldest first, for an export of one person's data; without the
 * address and program of the caller, unless it was the person.
 */
export async function entriesOf(ctx: Ctx, ids: string[]): Promise<Record<string, unknown>[]> {
  const rows = await ctx.db
    .selectFrom('audit_entry as e')
    .select(['e.at', 'e.action', 'e.actor_kind', 'e.actor_id', 'e.subject_type', 'e.subject_id', 'e.before', 'e.after'])
    .select(['e.ip', 'e.user_agent'])
    .where(inOrg(ctx, 'e'))
    .where((eb) => eb.or([eb('e.subject_id', '=', eb.fn.any(eb.val(ids))), eb('e.actor_id', 'in', own(ids))]))
    .orderBy('e.id')
    .execute();
  const theirs = new Set<string | null>(own(ids));
  return rows.map(({ ip, user_agent, actor_id, ...row }) =>
    theirs.has(actor_id) ? { ...row, actor: 'this person', ip, user_agent } : { ...row, actor: row.actor_kind },
  );
}

/** A person is an actor by an id, or as the holder of an account. */
const own = (ids: string[]) => ids.flatMap((id) => [id, `portal.account:${id}`]);

function entries(ctx: Ctx) {
  return ctx.db
    .selectFrom('audit_entry')
    .selectAll('audit_entry')
    .select((eb) => eb('audit_entry.xact', '<', eb.selectFrom('audit_watermark').select('sealed_below')).as('sealed'))
    .where(inOrg(ctx));
}

/** What a page of entries stores by type and id: their subjects, actors without a name, values such as a link's. */
// biome-ignore lint/suspicious/noExplicitAny: the rows' json columns
async function namesIn(ctx: Ctx, rows: any[]): Promise<NameOf> {
  const values = rows.flatMap(({ before, after }) => [...Object.values(before ?? {}), ...Object.values(after ?? {})]);
  const written = [...rows.map((row) => row.actor_name), ...values];
  const nameOf = await nameSubjects(inside(ctx), [
    ...rows.map((row) => ({ type: row.subject_type, id: row.subject_id })),
    ...written.flatMap((text) => (typeof text === 'string' ? (readSubject(text) ?? []) : [])),
  ]);
  // A record of a type that has names, but is gone: its person was erased, or left.
  const gone = nameOfNobody(ctx);
  return (subject) => nameOf(subject) ?? (ctx.services.subjectNames?.has(subject.type) ? gone : null);
}

// biome-ignore lint/suspicious/noExplicitAny: the row's json columns
function toEntry(ctx: Ctx, row: any, nameOf: NameOf): AuditEntry {
  const subject = { type: row.subject_type, id: row.subject_id };
  const name = nameOf(subject);
  const actor_name = named(row.actor_name, nameOf);
  return {
    id: row.id,
    created_at: row.at.toISOString(),
    action: row.action,
    text: textOf(ctx.locale, { ...row, actor_name }, name ?? row.subject_id, nameOf),
    actor: { type: row.actor_kind, id: row.actor_id, name: actor_name },
    subject: { ...subject, name },
    before: row.before,
    after: row.after,
    note: row.note,
    request_id: row.request_id,
    ip: row.ip,
    user_agent: row.user_agent,
    sealed: Boolean(row.sealed),
  };
}

type EntryFields = {
  action: string;
  actor_name: string;
  note: string | null;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
};

/**
 * The text of an entry for people: `audit.<action>` with `{{actor}}`, `{{subject}}`, `{{note}}`, the fields after the
 * change by name, and `{{before.field}}`. What is stored by type and id has its name. Returns the action itself when the language has no text for it.
 */
function textOf(language: string, entry: EntryFields, subject: string, nameOf: NameOf): string {
  const before = namedValues(entry.before, nameOf);
  const after = namedValues(entry.after, nameOf);
  const values = { ...before, ...after, before: before ?? {}, after: after ?? {} };
  const variables = { ...values, actor: entry.actor_name, subject, note: entry.note ?? '' };
  return findText(language, `audit.${entry.action}`, variables) ?? entry.action;
}

/** A name as it is, and `portal.account:<uuid>` as its record is named. */
function named<V>(value: V, nameOf: NameOf): V | string {
  const subject = typeof value === 'string' ? readSubject(value) : null;
  return (subject && nameOf(subject)) ?? value;
}

const namedValues = (values: Record<string, unknown> | null, nameOf: NameOf) =>
  values && Object.fromEntries(Object.entries(values).map(([key, value]) => [key, named(value, nameOf)]));
