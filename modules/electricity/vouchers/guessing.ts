import {
  accountCounters,
  attemptsOf,
  type Counter,
  countAttempt,
  hourOf,
  mayAttempt,
} from '../../../kernel/auth/index.ts';
import { type Ctx, orgOf, perOrganization } from '../../../kernel/ctx/index.ts';
import { addressKey } from '../../../kernel/lib/address.ts';
import { ok, type Result } from '../../../kernel/lib/result.ts';

/**
 * Wrong digits of an hour before the pauses begin. The check digit keeps out what is merely mistyped, so a whole
 * organization sees a few wrong ones; the counters of the hour begin anew with the next one, since honest mistakes of
 * months would otherwise add up.
 */
const FREE_AN_HOUR = { address: 30, organization: 300 };

export type GuessCounters = { own: Counter[]; all: Counter[] };

/** The counters of wrong digits: by account and address, by account, by address, and by organization. */
export function guessCounters(ctx: Ctx, who: string): GuessCounters {
  const own = accountCounters(ctx, 'electricity voucher', who);
  const { id } = orgOf(ctx);
  const hour = hourOf(ctx);
  const what = 'electricity voucher of all';
  const shared = [
    attemptsOf(FREE_AN_HOUR.address, what, id, hour, addressKey(ctx.ip)),
    attemptsOf(FREE_AN_HOUR.organization, what, id, hour),
  ];
  return { own, all: [...own, ...shared] };
}

/** The tries that this process is looking up or counting; each says in the end whether its digits were wrong. */
const underWay = perOrganization((): Set<Promise<boolean>> => new Set());

/**
 * Looks digits up, and counts them when they are wrong, as if all who try took turns: nobody learns that digits are right
 * before those that were tried earlier are counted, so a burst of guesses gets no further than a row of them. Right ones
 * are not counted, because thousands come in a second. Refuses with `auth.too_many_attempts`.
 */
export async function tryDigits<T>(
  ctx: Ctx,
  { all }: GuessCounters,
  look: () => Promise<Result<T>>,
): Promise<Result<{ found: Result<T>; failed: boolean }>> {
  const tries = underWay(ctx);
  const earlier = [...tries];
  const looked = look();
  const counted = looked.then((found) => (isWrong(found) ? countAttempt(ctx, all) : null));
  const mine = counted.then(
    (count) => count !== null,
    () => true,
  );
  tries.add(mine);
  void mine.then(() => tries.delete(mine));
  const [before, found, count] = await Promise.all([mayAttempt(ctx, all), looked, counted]);
  if (count) return count.ok ? ok({ found, failed: true }) : count;
  if (!before.ok) return before;
  if ((await Promise.all(earlier)).includes(true)) {
    const now = await mayAttempt(ctx, all);
    if (!now.ok) return now;
  }
  return ok({ found, failed: before.data.failed });
}

const isWrong = (found: Result<unknown>) => !found.ok && found.code === 'electricity.voucher.wrong';
