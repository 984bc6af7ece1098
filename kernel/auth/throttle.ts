import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Ctx } from '../ctx/index.ts';
import { addressKey } from '../lib/address.ts';
import { gather } from '../lib/gather.ts';
import { ok, type Result, refuse } from '../lib/result.ts';

/**
 * Attempts of an hour. Each further one costs a pause, which ends with the hour at the latest: whoever is attacked is
 * not locked out for long. The limit per account and address is strict; the limit per account over all addresses is
 * generous, because anybody who knows an address could otherwise lock its owner out.
 */
const FREE = { accountAndAddress: 5, account: 30 };
/** By the number of attempts beyond the free ones; then always the last. */
const PAUSES_SECONDS = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900];

export type Counter = { key: string; free: number };

/** A counter of attempts, `free` of which are allowed at once; `of` names what is counted and for whom. */
export function attemptsOf(free: number, ...of: string[]): Counter {
  return { key: createHash('sha256').update(of.join('\n')).digest('base64url'), free };
}

/** Part of the name of a counter that begins anew with each hour. */
export const hourOf = (ctx: Pick<Ctx, 'clock'>): string => `hour ${Math.floor(ctx.clock.now().getTime() / 3_600_000)}`;

/** The counters of one account: for this address, then for all addresses. `what` separates sign-in from reset. */
export function accountCounters(ctx: Ctx, what: string, account: string): Counter[] {
  const hour = hourOf(ctx);
  return [
    attemptsOf(FREE.accountAndAddress, what, hour, account, addressKey(ctx.ip)),
    attemptsOf(FREE.account, what, hour, account),
  ];
}

/**
 * Counts an attempt before it is made, so that a hundred simultaneous ones are counted too; `forgive` takes it back
 * after a success. Refuses with `auth.too_many_attempts` and the seconds to wait. All processes share the counters
 * through the database.
 */
export async function countAttempt(ctx: Ctx, counters: Counter[]): Promise<Result<null>> {
  const now = ctx.clock.now();
  const blocked = await blockedUntil(ctx, counters, now);
  if (blocked) return tooMany(blocked, now);
  for (const { key, free } of counters) {
    // Raw SQL: the update has a condition of its own, which reads better in SQL.
    const { rows } = await sql`
      insert into auth_throttle as t (key, failures, last_failed_at, blocked_until) values (${key}, 1, ${now}, null)
      on conflict (key) do update set
        failures = case when t.last_failed_at < ${now}::timestamptz - interval '1 day' then 1 else t.failures + 1 end,
        last_failed_at = ${now},
        blocked_until = case
          when t.last_failed_at < ${now}::timestamptz - interval '1 day' or t.failures + 1 < ${free}::int then null
          else ${now}::timestamptz + make_interval(secs => (${PAUSES_SECONDS}::int[])[least(t.failures + 2 - ${free}::int, ${PAUSES_SECONDS.length})])
        end
      where t.blocked_until is null or t.blocked_until <= ${now}
      returning t.failures`.execute(ctx.system);
    if (rows.length === 0) return tooMany((await blockedUntil(ctx, counters, now)) ?? now, now);
  }
  return ok(null);
}

/**
 * For what is attempted thousands of times a second and hardly ever fails: only failures are counted (`countAttempt`
 * after each). Answers whether some were; refuses like countAttempt. Those who ask at the same moment share one query,
 * and as many as that may guess before the first failure counts.
 */
export async function mayAttempt(ctx: Ctx, counters: Counter[]): Promise<Result<{ failed: boolean }>> {
  const { failed, until } = await standing(ctx.services)({ ctx, counters });
  return until ? tooMany(until, ctx.clock.now()) : ok({ failed });
}

type Asked = { ctx: Ctx; counters: Counter[] };
type Standing = { failed: boolean; until: Date | null };

async function readStanding(asked: Asked[]): Promise<Standing[]> {
  const [{ ctx }] = asked as [Asked];
  const keys = [...new Set(asked.flatMap(({ counters }) => counters.map(({ key }) => key)))];
  // Raw SQL: one text for any number of keys, which is prepared once.
  const { rows } = await sql<{ key: string; blocked_until: Date | null }>`
    select key, blocked_until from auth_throttle where key = any (${keys})`.execute(ctx.system);
  const known = new Map(rows.map(({ key, blocked_until }) => [key, blocked_until]));
  return asked.map(({ ctx: { clock }, counters }) => {
    const now = clock.now();
    const mine = counters.filter(({ key }) => known.has(key)).map(({ key }) => known.get(key) ?? null);
    const until = mine.filter((at) => at !== null && at > now).sort((a, b) => Number(b) - Number(a))[0];
    return { failed: mine.length > 0, until: until ?? null };
  });
}

const running = new WeakMap<Ctx['services'], (asked: Asked) => Promise<Standing>>();
function standing(services: Ctx['services']) {
  const known = running.get(services) ?? gather(readStanding, { most: 64 });
  running.set(services, known);
  return known;
}

/** Resets the counters after the person proved who they are. */
export async function forgive(ctx: Ctx, counters: Counter[]): Promise<void> {
  await ctx.system
    .deleteFrom('auth_throttle')
    .where(
      'key',
      'in',
      counters.map((c) => c.key),
    )
    .execute();
}

async function blockedUntil(ctx: Ctx, counters: Counter[], now: Date): Promise<Date | null> {
  const row = await ctx.system
    .selectFrom('auth_throttle')
    .select((eb) => eb.fn.max('blocked_until').as('until'))
    .where(
      'key',
      'in',
      counters.map((c) => c.key),
    )
    .where('blocked_until', '>', now)
    .executeTakeFirst();
  return (row?.until as Date | null | undefined) ?? null;
}

function tooMany(until: Date, now: Date) {
  return refuse('auth.too_many_attempts', {
    retryAfter: Math.max(1, Math.ceil((until.getTime() - now.getTime()) / 1000)),
  });
}
