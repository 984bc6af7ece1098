import { type Ctx, type Db, inOrg, onOrg, orgOf } from '../ctx/index.ts';
import { readEmail, readPhone } from '../lib/contact.ts';
import { ok, type Result, refuse } from '../lib/result.ts';
import type { AccountView } from './contract.ts';

const PREFIX = 'portal.account:';
/** The name of an account in a portal token: `portal.account:<uuid>`. */
export const accountSubject = (id: string): string => `${PREFIX}${id}`;

export type Address = { column: 'email' | 'phone'; value: string };

/**
 * The one address that a request contains, in the stored form. Refuses with `portal.address_wanted` and as people does.
 */
export function readAddress(ctx: Ctx, { email, phone }: { email?: string; phone?: string }): Result<Address> {
  if ((email === undefined) === (phone === undefined)) return refuse('portal.address_wanted');
  const read = email === undefined ? readPhone(phone ?? '', orgOf(ctx).country) : readEmail(email);
  if (!read.ok) return read;
  return ok(
    email === undefined ? { column: 'phone', value: read.data } : { column: 'email', value: read.data.toLowerCase() },
  );
}

export function accounts(ctx: Ctx) {
  return ctx.db
    .selectFrom('portal_account as a')
    .innerJoin('person as p', onOrg('p.id', 'a.person_id'))
    .select(['a.id', 'a.person_id', 'a.email', 'a.phone', 'a.password_hash', 'p.name', 'p.language'])
    .where(inOrg(ctx, 'a'));
}

/** The names of accounts: their holders'. */
export const accountNames = (db: Db, organizationId: string, ids: string[]) =>
  db
    .selectFrom('portal_account as a')
    .innerJoin('person as p', onOrg('p.id', 'a.person_id'))
    .select(['a.id', 'p.name'])
    .where('a.organization_id', '=', organizationId)
    .where((eb) => eb('a.id', '=', eb.fn.any(eb.val(ids))))
    .execute();

/** The account of a person, such as the one who writes in a chat; null without one. */
export async function accountOfPerson(ctx: Ctx, personId: string): Promise<AccountRow | null> {
  return (await accounts(ctx).where('a.person_id', '=', personId).executeTakeFirst()) ?? null;
}

export type AccountRow = Awaited<ReturnType<ReturnType<typeof accounts>['execute']>>[number];

export const accountByAddress = (ctx: Ctx, { column, value }: Address) =>
  accounts(ctx).where(`a.${column}`, '=', value).executeTakeFirst();

/** The account's holder as the actor, with their name. */
export const asHolder = (ctx: Ctx, { id, name }: { id: string; name: string }): Ctx => ({
  ...ctx,
  actor: { kind: 'portal', id: accountSubject(id), name },
});

/** The caller's account; a caller with only a link is refused with `portal.account_wanted`. */
export async function ownAccount(ctx: Ctx): Promise<Result<AccountRow>> {
  const { actor } = ctx;
  const id = actor.kind === 'portal' && actor.id.startsWith(PREFIX) ? actor.id.slice(PREFIX.length) : null;
  const row = id && (await accounts(ctx).where('a.id', '=', id).executeTakeFirst());
  return row ? ok(row) : refuse('portal.account_wanted');
}

export async function viewAccount(ctx: Ctx): Promise<Result<AccountView>> {
  const own = await ownAccount(ctx);
  if (!own.ok) return own;
  const { password_hash, ...row } = own.data;
  const { modules } = orgOf(ctx);
  return ok({ ...row, has_password: password_hash !== null, links: await linksOf(ctx, row.id), modules });
}

async function linksOf(ctx: Ctx, accountId: string): Promise<string[]> {
  const rows = await ctx.db
    .selectFrom('portal_link')
    .select('subject')
    .where(inOrg(ctx))
    .where('account_id', '=', accountId)
    .orderBy('created_at', 'desc')
    .execute();
  return rows.map(({ subject }) => subject);
}

/**
 * The subjects that the caller may see, in the modules' own forms, the latest first: the link's subject, or all
 * subjects linked to the account. For routes with the permission `portal`.
 */
export async function portalSubjects(ctx: Ctx): Promise<string[]> {
  const { actor } = ctx;
  if (actor.kind !== 'portal') return [];
  return actor.id.startsWith(PREFIX) ? linksOf(ctx, actor.id.slice(PREFIX.length)) : [actor.id];
}
