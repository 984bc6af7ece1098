import type { Ctx } from '../ctx/index.ts';
import { plainAddress } from '../lib/address.ts';
import { ok, type Result } from '../lib/result.ts';
import { membershipsOf, organizationView } from '../tenancy/index.ts';
import { personOf } from './account.ts';
import { permissionsOf } from './permissions.ts';

/** Who is signed in, where, and what they may do there: the console draws itself from this. */
export async function sessionView(ctx: Ctx) {
  const person = personOf(ctx);
  if (!person.ok) return person;
  const [row, memberships] = await Promise.all([
    ctx.system
      .selectFrom('auth_user')
      .select(['two_factor_enabled', 'language'])
      .where('id', '=', person.data.id)
      .executeTakeFirstOrThrow(),
    membershipsOf(ctx, person.data.id),
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
    permissions: permissionsOf(ctx.house.auth.permissions, role),
    modules: organization?.modules ?? [],
    language: ctx.locale,
  });
}

/** What a person may change of their own account, as it is at this moment. */
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

/** A person's own sessions, the one in use first. */
export async function listSessions(ctx: Ctx, currentId: string | undefined): Promise<Result<unknown>> {
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
