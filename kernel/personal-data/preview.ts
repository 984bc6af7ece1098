import { sql } from 'kysely';
import { type Ctx, type Db, inOrg } from '../ctx/index.ts';
import { t } from '../i18n/index.ts';
import { ok, type Refusal, type Result, refuse } from '../lib/result.ts';
import { ERASED } from '../module/index.ts';
import type { Preview } from './contract.ts';
import { type Asked, conditionOf, findSubject, nameOf, rowsOf, type Subject, tableOf, withRefs } from './subject.ts';

/** What erasing a person would do, and why it can't be done now; changes nothing. */
export async function previewErasure(ctx: Ctx, asked: Asked): Promise<Result<Preview>> {
  const name = await nameOf(ctx, ctx.system, asked);
  if (name === null) return refuse('personal_data.not_found');
  const subject = await findSubject(ctx, ctx.system, asked);
  const refusal = await findOpen(ctx, ctx.system, subject);
  const parts: Preview['parts'] = [];
  for (const one of rowsOf(ctx)) {
    if (one.erase === 'follow') continue;
    // Raw SQL: manifests name the tables and their conditions.
    const { rows } = await sql<{ count: number }>`${withRefs(subject.refs)}
      select count(*)::int as count from ${tableOf(one.table)} t where ${conditionOf(ctx, one)}`.execute(ctx.system);
    const count = rows[0]?.count ?? 0;
    if (count === 0) continue;
    const what = one.erase === 'delete' || one.erase === 'keep' ? one.erase : ('blank' as const);
    parts.push({ part: one.table, rows: count, what, why: one.why ? t(ctx, `personal_data.why.${one.why}`) : null });
  }
  return ok({
    name,
    erased: name === ERASED,
    state: await stateOf(ctx, asked),
    open: refusal && t(ctx, `errors.${refusal.code}`, refusal.detail),
    files: subject.refs.get('file')?.size ?? 0,
    shared_words: subject.words.filter((word) => !subject.own.includes(word)),
    parts,
  });
}

/** The first reason why the person can't be erased now. `db` is the unscoped connection or a transaction on it. */
export async function findOpen(ctx: Ctx, db: Db, { refs }: Subject): Promise<Refusal | null> {
  const inside = { ...ctx, db };
  for (const { open } of ctx.services.personalData) {
    const refusal = await open?.(inside, (kind) => [...(refs.get(kind) ?? [])]);
    if (refusal) return refusal;
  }
  return null;
}

/** How far an erasure is: null when nobody asked for one. */
async function stateOf(ctx: Ctx, { kind, id }: Asked): Promise<Preview['state']> {
  const row = await ctx.system
    .selectFrom('person_erasure')
    .select('state')
    .where(inOrg(ctx))
    .where('kind', '=', kind)
    .where('subject_id', '=', id)
    .executeTakeFirst();
  return (row?.state ?? null) as Preview['state'];
}
