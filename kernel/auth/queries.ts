import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { Static } from 'typebox';
import type { Ctx, Db } from '../ctx/index.ts';
import { plainAddress } from '../lib/address.ts';
import { ok, type Result } from '../lib/result.ts';
import { VERSION, versionOnDisk } from '../outbound/index.ts';
import { membershipsOf, organizationView, tradeOf } from '../tenancy/index.ts';
import { personOf } from './account.ts';
import type { PasskeyRow, SessionView } from './contract.ts';
import { permissionsOf } from './permissions.ts';

/** The signed-in person, their organization and their permissions. The console builds its pages from this. */
export async function sessionView(ctx: Ctx) {
  const person = personOf(ctx);
  if (!person.ok) return person;
  const [row, memberships, trade] = await Promise.all([
    ctx.system
      .selectFrom('auth_user')
      .select(['two_factor_enabled', 'language'])
      .where('id', '=', person.data.id)
      .executeTakeFirstOrThrow(),
    membershipsOf(ctx, person.data.id),
    ctx.organization ? tradeOf(ctx, person.data.id) : null,
  ]);
  const { organization } = ctx;
  const role = memberships.find((m) => m.organization.id === organization?.id)?.role ?? null;
  return ok({
    user: { ...person.data, two_factor_enabled: row.two_factor_enabled, language: row.language },
    organization: organization && organizationView(organization),
    organizations: memberships
      .map(({ organization: { id, name, slug }, role }) => ({ id, name, slug, role }))
      .sort((a, b) => a.name.localeCompare(b.name, ctx.locale)),
    role,
    staff_role: trade?.name ?? null,
    pages: trade?.pages ?? [],
    permissions: permissionsOf(ctx.services.auth, ctx),
    modules: organization?.modules ?? [],
    language: ctx.locale,
    public_url: ctx.config.PUBLIC_URL,
    program: { version: VERSION, newer: versionOnDisk() },
  });
}

/** The parts of their own account that a person may change, read at this moment. */
export async function readProfile(ctx: Ctx) {
  const person = personOf(ctx);
  if (!person.ok) return person;
  const user = await ctx.system
    .selectFrom('auth_user')
    .select(['id', 'name', 'language'])
    .where('id', '=', person.data.id)
    .executeTakeFirstOrThrow();
  return ok({ user });
}

/** The caller's own sessions, the current one first. */
export async function listSessions(ctx: Ctx, currentId: string | undefined): Promise<Result<SessionView[]>> {
  const person = personOf(ctx);
  if (!person.ok) return person;
  const rows = await ctx.system
    .selectFrom('auth_session')
    .select(['id', 'ip_address', 'user_agent', 'created_at', 'last_seen_at'])
    .where('user_id', '=', person.data.id)
    .where('expires_at', '>', ctx.clock.now())
    .orderBy('last_seen_at', (o) => o.desc().nullsLast())
    .limit(200)
    .execute();
  const sessions = rows.map((r) => ({
    id: r.id,
    current: r.id === currentId,
    // Older versions stored whatever a client wrote into X-Forwarded-For.
    ip_address: plainAddress(r.ip_address),
    user_agent: r.user_agent,
    created_at: new Date(r.created_at).toISOString(),
    last_seen_at: r.last_seen_at && new Date(r.last_seen_at).toISOString(),
  }));
  return ok(
    sessions.sort((a, b) => Number(b.current) - Number(a.current)),
    { next: null },
  );
}

/** The caller's own passkeys, the oldest first. */
export async function listPasskeys(ctx: Ctx): Promise<Result<Static<typeof PasskeyRow>[]>> {
  const person = personOf(ctx);
  if (!person.ok) return person;
  const rows = await ctx.system
    .selectFrom('auth_passkey')
    .select(['id', 'name', 'created_at', 'last_used_at'])
    .where('user_id', '=', person.data.id)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return ok(
    rows.map(({ created_at, last_used_at, ...row }) => ({
      ...row,
      added_at: created_at.toISOString(),
      last_used_at: last_used_at?.toISOString() ?? null,
    })),
    { next: null },
  );
}

/** All people who can sign in, by address, with their organizations; for the command line of the operator. */
export async function listUsers(ctx: Ctx) {
  const rows = await ctx.system
    .selectFrom('auth_user as u')
    .select(['u.email', 'u.name', 'u.two_factor_enabled', 'u.email_verified'])
    .select((eb) => [
      jsonArrayFrom(
        eb
          .selectFrom('membership as m')
          .innerJoin('organization as o', 'o.id', 'm.organization_id')
          .select(['o.slug', 'm.role'])
          .whereRef('m.user_id', '=', 'u.id')
          .orderBy('o.slug'),
      ).as('organizations'),
      eb
        .selectFrom('auth_session as s')
        .select((s) => s.fn.max('s.last_seen_at').as('at'))
        .whereRef('s.user_id', '=', 'u.id')
        .as('last_seen_at'),
    ])
    .orderBy('u.email')
    .execute();
  return rows.map(({ two_factor_enabled, email_verified, last_seen_at, ...row }) => ({
    ...row,
    second_factor: two_factor_enabled,
    address_proven: email_verified,
    last_seen_at: last_seen_at ? new Date(last_seen_at).toISOString() : null,
  }));
}

/** The names of the organization's members. */
export const userNames = (db: Db, organizationId: string, ids: string[]) =>
  db
    .selectFrom('membership as m')
    .innerJoin('auth_user as u', 'u.id', 'm.user_id')
    .select(['u.id', 'u.name'])
    .where('m.organization_id', '=', organizationId)
    .where((eb) => eb('m.user_id', '=', eb.fn.any(eb.val(ids))))
    .execute();
