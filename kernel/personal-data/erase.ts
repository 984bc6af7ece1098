import { type RawBuilder, sql } from 'kysely';
import { audit, type RedactionOf, redactAudit } from '../audit/index.ts';
import { type Ctx, type Db, inOrg, orgOf } from '../ctx/index.ts';
import { purgeFiles } from '../files/index.ts';
import { ok, type Result, refuse } from '../lib/result.ts';
import { ERASED } from '../module/index.ts';
import { replaceMentions } from './mentions.ts';
import { findOpen } from './preview.ts';
import {
  type Asked,
  conditionOf,
  findSubject,
  nameOf,
  rowsOf,
  type Subject,
  scopeOf,
  tableOf,
  withRefs,
} from './subject.ts';
import { replaceInJson, replaceWords, wordsPattern } from './words.ts';

/** table → rows deleted, blanked, or in which words were replaced */
export type Erased = Record<string, number>;

/**
 * Erases a person: everything of it in one transaction with the rights of the tables' owner, so that it is done or not
 * done. A second time finds a person without a name, and changes nothing. The bytes of files go after it; when the
 * process dies in between, the nightly sweep deletes them. Refusals: `personal_data.not_found`, what the modules
 * say is open, and that of `first`.
 *
 * @param first what the caller does in the same transaction before anything goes, such as a lock and its entry in the
 *   log; it has written nothing when it refuses
 */
export async function erasePerson(
  ctx: Ctx,
  asked: Asked,
  first?: (tx: Ctx) => Promise<Result<unknown>>,
): Promise<Result<Erased>> {
  const done = await ctx.system.transaction().execute(async (db): Promise<Result<Erased>> => {
    await sql`set local statement_timeout = '10min'`.execute(db);
    // What stands unchangeable in the database lets this through, and only this (migration of this package).
    await sql`select set_config('app.erasing', 'on', true)`.execute(db);
    const mine = { ...ctx, db };
    await lock(mine, db, asked);
    const name = await nameOf(ctx, db, asked);
    if (name === null) return refuse('personal_data.not_found');
    const subject = await findSubject(ctx, db, asked);
    const refusal = await findOpen(ctx, db, subject);
    if (refusal) {
      await mark(mine, db, asked, 'refused');
      return refusal;
    }
    const begun = await first?.(mine);
    if (begun && !begun.ok) return begun;
    const erased: Erased = {};
    const count = (table: string, rows: number) => {
      if (rows > 0) erased[table] = (erased[table] ?? 0) + rows;
    };
    // While their rows still show whose they are.
    await replaceMentions(ctx, db, subject, count);
    await eraseFiles(ctx, db, subject, count);
    const cleared = new Set(rowsOf(ctx).flatMap(({ erase, words = [] }) => [...words, ...columnsOf(erase)]));
    const ids = new Set([...subject.refs].flatMap(([kind, of]) => (kind === 'file' ? [] : [...of])));
    for (const one of [...rowsOf(ctx)].reverse()) {
      const { erase, table } = one;
      if (erase === 'keep' || erase === 'follow') continue;
      const result = await (erase === 'delete'
        ? sql`${withRefs(subject.refs)} delete from ${tableOf(table)} t where ${conditionOf(ctx, one)}`
        : sql`${withRefs(subject.refs)} update ${tableOf(table)} t set ${assignments(erase)} where ${conditionOf(ctx, one)}`
      ).execute(db);
      count(table, Number(result.numAffectedRows ?? 0));
    }
    if (name !== ERASED) {
      await audit(mine, 'personal_data.erased', { subject: { type: asked.kind, id: asked.id }, after: erased });
    }
    await mark(mine, db, asked, 'done');
    count('audit_entry', await redactAudit(mine, redactionOf(subject, ids, cleared)));
    return ok(erased);
  });
  if (done.ok) await purgeFiles(ctx);
  return done;
}

/** Entries about the person lose every field that may name them, also former values; others only the person's words. */
const redactionOf = ({ words, own }: Subject, ids: Set<string>, cleared: Set<string>): RedactionOf => ({
  ids,
  pattern: wordsPattern(own),
  clean: (value, theirs) => replaceInJson(value, theirs ? words : own, theirs ? cleared : undefined),
  cleanText: (text, theirs) => replaceWords(text, theirs ? words : own),
  erased: ERASED,
});

/** Fields that name somebody; a state, a time or an id doesn't. */
const columnsOf = (erase: unknown) =>
  erase && typeof erase === 'object' ? Object.keys(erase).filter((name) => !/(_id|_at|^state)$/.test(name)) : [];

const assignments = (erase: Record<string, string>): RawBuilder<unknown> =>
  sql.join(Object.entries(erase).map(([column, value]) => sql`${sql.ref(column)} = ${sql.raw(value)}`));

/** Two erasures of one person take turns. */
async function lock(ctx: Ctx, db: Db, { kind, id }: Asked): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`erase ${orgOf(ctx).id} ${kind} ${id}`}, 0))`.execute(db);
}

async function mark(ctx: Ctx, db: Db, { kind, id }: Asked, state: 'done' | 'refused'): Promise<void> {
  await db
    .updateTable('person_erasure')
    .set({ state, ended_at: ctx.clock.now() })
    .where(inOrg(ctx))
    .where('kind', '=', kind)
    .where('subject_id', '=', id)
    .execute();
}

/** Files of the person are deleted at once, without the month in which others can be brought back. */
async function eraseFiles(
  ctx: Ctx,
  db: Db,
  { refs }: Subject,
  count: (table: string, rows: number) => void,
): Promise<void> {
  const ids = [...(refs.get('file') ?? [])];
  if (ids.length === 0) return;
  const result = await sql`
    update file t set deleted_at = 'epoch', name = ${ERASED}, original_sha256 = null, perceptual_hash = null
    where ${scopeOf(ctx, {})} and id = any(${ids}::uuid[])`.execute(db);
  count('file', Number(result.numAffectedRows ?? 0));
}
