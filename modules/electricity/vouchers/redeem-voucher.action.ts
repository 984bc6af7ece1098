import { auditWrite } from '../../../kernel/audit/index.ts';
import { forgive } from '../../../kernel/auth/index.ts';
import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { endingWith, transaction } from '../../../kernel/db/index.ts';
import { formatAmount } from '../../../kernel/lib/money.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import type { AccountRow } from '../../../kernel/portal/index.ts';
import { publish } from '../../../kernel/realtime/index.ts';
import { mayMember } from '../customers/contract.ts';
import type { MemberRole } from '../customers/roles.rule.ts';
import { monthOf, today } from '../days.ts';
import { addEntry } from '../ledger/add-entry.action.ts';
import { keepSale } from '../ledger/keep-sale.action.ts';
import { type Balance, lockBalance } from '../meters/lock-balance.query.ts';
import { type MeterState, mayMeter } from '../meters/meter-states.rule.ts';
import { METER, VOUCHER } from '../names.ts';
import { priceNow, vatOf } from '../tariffs/quote.query.ts';
import { tokensOf } from '../tokens/tokens.query.ts';
import type { RedeemInput, Redemption } from './contract.ts';
import { readDigits, serialOf } from './digits.rule.ts';
import { guessCounters, tryDigits } from './guessing.ts';
import { type Asked, type Facts, readFacts } from './redemption.query.ts';
import { hasher } from './secret.ts';
import { voucherState } from './voucher-states.rule.ts';

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
  const tried = await tryDigits(ctx, counters, () => look(ctx, asked));
  if (!tried.ok) return tried;
  const { found, failed } = tried.data;
  if (!found.ok) return found;
  const { meter_id, voucher_id } = found.data;
  const redeemed = await transaction(ctx, async (tx) => {
    const [balance, , facts] = await Promise.all([
      lockBalance(tx, meter_id),
      lockVoucher(tx, voucher_id),
      look(tx, asked),
    ]);
    if (!balance.ok) return balance;
    return facts.ok ? redeem(tx, balance.data, facts.data, asked) : facts;
  });
  if (!redeemed.ok) return redeemed;
  if (failed) await forgive(ctx, counters.own);
  return found.data.has_keypad ? ok({ ...redeemed.data, tokens: await tokensOf(ctx, voucher_id) }) : redeemed;
}

type Found = Facts & { voucher_id: string; meter_id: string };

const look = async (ctx: Ctx, asked: Asked): Promise<Result<Found>> =>
  check(ctx, await readFacts(ctx, asked), asked.accountId);

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

/** Redeems what was found under the locks: units, sums of the day, voucher, redemption and audit. */
async function redeem(tx: Ctx, balance: Balance, found: Found, { accountId, day }: Asked): Promise<Result<Redemption>> {
  const { voucher_id, meter_id, currency, amount_minor, tariff_class } = found;
  const priced =
    amount_minor === null ? ok(null) : await priceNow(tx, found, { amountMinor: amount_minor, day, paid: true });
  if (!priced.ok) return priced;
  const quote = priced.data;
  if (quote && quote.currency !== currency) return refuse('electricity.tariff.none');
  const wh = quote?.wh ?? found.wh ?? 0;
  const serial = serialOf(found.batch_code, found.number);
  const now = tx.clock.now();
  await addEntry(tx, balance, { kind: 'voucher', wh, sourceId: voucher_id });
  const sale = { meterId: meter_id, tariffClass: tariff_class, method: 'voucher', currency };
  // A voucher of units contains no VAT.
  await keepSale(tx, { ...sale, amountMinor: found.price_minor, vatMinor: quote ? vatOf(quote) : 0, wh });
  publish(tx, METER, meter_id);
  const answer = {
    id: voucher_id,
    serial,
    last4: found.last4,
    meter: { id: meter_id, number: found.meter_number, name: found.meter_name },
    amount: amount_minor === null ? null : formatAmount(amount_minor, currency),
    currency,
    wh,
    quote,
    balance_wh: balance.balance_wh,
    redeemed_at: now.toISOString(),
    tokens: [],
  };
  const { id: organization_id } = orgOf(tx);
  const redemption = {
    organization_id,
    id: voucher_id,
    meter_id,
    account_id: accountId,
    currency,
    wh,
    by_name: tx.actor.name,
    tariff_id: quote?.tariff.id ?? null,
    tariff_class: quote ? tariff_class : null,
    month_on: quote ? monthOf(day) : null,
    amount_minor,
    working: quote ? JSON.stringify(quote) : null,
    created_at: now,
  };
  return endingWith<Redemption>(answer, [
    tx.db
      .updateTable('electricity_voucher')
      .set({ state: 'redeemed', updated_at: now })
      .where('organization_id', '=', organization_id)
      .where('id', '=', voucher_id)
      .compile(),
    tx.db.insertInto('electricity_redemption').values(redemption).compile(),
    auditWrite(tx, 'electricity.voucher.redeemed', {
      subject: { type: VOUCHER, id: voucher_id },
      before: { state: 'sold' },
      after: { state: 'redeemed', serial, number: found.meter_number, wh },
    }),
  ]);
}

const lockVoucher = (tx: Ctx, id: string) =>
  tx.db.selectFrom('electricity_voucher').select('id').where(inOrg(tx)).where('id', '=', id).forNoKeyUpdate().execute();
