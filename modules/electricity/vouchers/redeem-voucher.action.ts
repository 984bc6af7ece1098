import { auditValues } from '../../../kernel/audit/index.ts';
import { forgive } from '../../../kernel/auth/index.ts';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import { formatAmount } from '../../../kernel/lib/money.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { dayIn } from '../../../kernel/lib/time.ts';
import type { AccountRow } from '../../../kernel/portal/index.ts';
import { publish } from '../../../kernel/realtime/index.ts';
import { mayMember } from '../customers/contract.ts';
import type { MemberRole } from '../customers/roles.rule.ts';
import { monthOf, today } from '../days.ts';
import { type MeterState, mayMeter } from '../meters/meter-states.rule.ts';
import { METER, VOUCHER } from '../names.ts';
import type { QuoteView } from '../tariffs/contract.ts';
import { priceNow, vatOf } from '../tariffs/quote.query.ts';
import { issueTokens } from '../tokens/issue-tokens.action.ts';
import { tokensOf } from '../tokens/tokens.query.ts';
import type { RedeemInput, Redemption } from './contract.ts';
import { readDigits, serialOf } from './digits.rule.ts';
import { guessCounters, tryDigits } from './guessing.ts';
import { type Facts, readFacts, redeemedAs } from './redemption.query.ts';
import { hasher } from './secret.ts';
import { voucherState } from './voucher-states.rule.ts';
import { type NewRedemption, writeRedemption } from './write-redemption.ts';

/** Each try but the last gives way to somebody who bought for the same meter at the same moment. */
const TRIES = 100;

/**
 * Redeems a voucher for a meter, once: for one of the account's own, or at the desk for any. One of money is priced by
 * today's tariff, in the blocks of the month like a purchase. Chat flows call it with the account that they know.
 *
 * Refusals: `electricity.voucher.malformed`, `mistyped`, `wrong`, `redeemed`, `expired`, `cancelled`, `not_sold`,
 * `electricity.meter.not_found`, `state_not_allowed`, `electricity.role_lacks`, `auth.too_many_attempts`, those of priceNow.
 */
export async function redeemVoucher(
  ctx: Ctx,
  input: RedeemInput,
  account: AccountRow | null,
): Promise<Result<Redemption>> {
  const digits = readDigits(input.code);
  if (!digits.ok) return { ...digits, fields: { code: digits.code } };
  const counters = guessCounters(ctx, account?.id ?? ctx.actor.id ?? '');
  const day = today(ctx);
  const asked = {
    hash: hasher(ctx)(digits.data),
    meter: input.meter,
    accountId: account?.id ?? null,
    day,
    month: monthOf(day),
  };
  const look = async () => check(ctx, await readFacts(ctx, asked), asked.accountId);
  const tried = await tryDigits(ctx, counters, look);
  if (!tried.ok) return tried;
  let { found } = tried.data;
  if (!found.ok) return found;
  const { voucher_id } = found.data;
  const entryId = newId(ctx.clock.now().getTime());
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const judged = found.ok ? await judge(ctx, found.data, asked, entryId) : found;
    if (!judged.ok) {
      // The answer to an earlier try was lost, and that try was written.
      const mine = attempt > 0 && (await redeemedAs(ctx, voucher_id, entryId));
      return mine ? ok(mine) : judged;
    }
    const { redemption, quote, facts } = judged.data;
    const written = await writeRedemption(ctx, redemption);
    if (!written.ok) return written;
    if (written.data) {
      if (tried.data.failed) await forgive(ctx, counters.own);
      publish(ctx, METER, facts.meter_id);
      publish(ctx, VOUCHER, facts.voucher_id);
      const answer = asAnswer(redemption, quote, facts, written.data.balance_wh);
      if (!facts.has_keypad) return ok(answer);
      // If the process dies here, the tokens are made when somebody reads them.
      await issueTokens(ctx, facts.meter_id);
      return ok({ ...answer, tokens: await tokensOf(ctx, facts.voucher_id) });
    }
    found = await look();
  }
  throw new Error(`a voucher could not be redeemed in ${TRIES} tries`);
}

/** Where `auditValues` has the entry's id. */
const AUDIT_ID = 1;

type Found = Facts & { voucher_id: string; meter_id: string };
type Judged = { redemption: NewRedemption; quote: QuoteView | null; facts: Found };

/** Whether this voucher can be redeemed for this meter at all. Wrong digits are `wrong` only for a meter that could take them. */
function check(ctx: Ctx, facts: Facts | undefined, accountId: string | null): Result<Found> {
  if (!facts || facts.meter_id === null) return refuse('electricity.meter.not_found');
  if (accountId !== null) {
    if (facts.role === null) return refuse('electricity.meter.not_found');
    if (!mayMember('buy', facts.role as MemberRole)) return refuse('electricity.role_lacks');
  }
  if (!mayMeter('buy', facts.meter_state as MeterState)) return refuse('electricity.meter.state_not_allowed');
  const wrong = refuse('electricity.voucher.wrong', undefined, { code: 'electricity.voucher.wrong' });
  if (facts.voucher_id === null) return wrong;
  const found = facts as Found;
  const state = voucherState(found.state, found.expires_at, ctx.clock.now());
  if (state === 'issued') return refuse('electricity.voucher.not_sold');
  return state === 'sold' ? ok(found) : refuse(`electricity.voucher.${state}`);
}

/** What redeeming it now gives, and what is written then. */
async function judge(
  ctx: Ctx,
  found: Found,
  { accountId, day }: { accountId: string | null; day: string },
  entryId: string,
): Promise<Result<Judged>> {
  const now = ctx.clock.now();
  let quote: QuoteView | null = null;
  if (found.amount_minor !== null) {
    const quoted = await priceNow(ctx, found, { amountMinor: found.amount_minor, day, paid: true });
    if (!quoted.ok) return quoted;
    if (quoted.data.currency !== found.currency) return refuse('electricity.tariff.none');
    quote = quoted.data;
  }
  const wh = quote?.wh ?? found.wh ?? 0;
  const serial = serialOf(found.batch_code, found.number);
  const audited = auditValues(ctx, 'electricity.voucher.redeemed', {
    subject: { type: VOUCHER, id: found.voucher_id },
    before: { state: 'sold' },
    after: { state: 'redeemed', serial, number: found.meter_number, wh },
  });
  const redemption = {
    voucherId: found.voucher_id,
    meterId: found.meter_id,
    bought: found.bought,
    entryId,
    creditId: newId(now.getTime()),
    accountId,
    tariffId: quote?.tariff.id ?? null,
    tariffClass: quote ? found.tariff_class : null,
    monthOn: quote ? monthOf(day) : null,
    amountMinor: quote ? found.amount_minor : null,
    currency: found.currency,
    wh,
    soldOn: dayIn(orgOf(ctx).timeZone, now),
    meterClass: found.tariff_class,
    priceMinor: found.price_minor,
    vatMinor: quote ? vatOf(quote) : 0,
    working: quote ? JSON.stringify(quote) : null,
    byName: ctx.actor.name,
    now,
    auditId: audited[AUDIT_ID] as string,
    audited,
  };
  return ok({ redemption, quote, facts: found });
}

function asAnswer(redemption: NewRedemption, quote: QuoteView | null, found: Found, balance_wh: number): Redemption {
  const { currency, wh, amountMinor, now } = redemption;
  return {
    id: found.voucher_id,
    serial: serialOf(found.batch_code, found.number),
    last4: found.last4,
    meter: { id: found.meter_id, number: found.meter_number, name: found.meter_name },
    amount: amountMinor === null ? null : formatAmount(amountMinor, currency),
    currency,
    wh,
    quote,
    balance_wh,
    redeemed_at: now.toISOString(),
    tokens: [],
  };
}
