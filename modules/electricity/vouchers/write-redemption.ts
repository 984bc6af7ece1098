import { CompiledQuery } from 'kysely';
import { auditColumns, auditManyClause } from '../../../kernel/audit/index.ts';
import { type Ctx, orgOf, perOrganization } from '../../../kernel/ctx/index.ts';
import { isDuplicate, writeTogether } from '../../../kernel/db/index.ts';
import { gatherInHalves } from '../../../kernel/lib/gather.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';

/** A redemption to write, on the condition that nothing was bought for the meter since it was quoted. */
export type NewRedemption = {
  voucherId: string;
  meterId: string;
  /** see Facts */
  bought: number;
  entryId: string;
  /** for the meter's machine, if it has one */
  creditId: string;
  accountId: string | null;
  tariffId: string | null;
  tariffClass: string | null;
  monthOn: string | null;
  amountMinor: number | null;
  currency: string;
  wh: number;
  /** for the sums of the day: the meter's class, what the voucher cost, and the VAT in it, which one of units has not */
  soldOn: string;
  meterClass: string;
  priceMinor: number;
  vatMinor: number;
  /** JSON */
  working: string | null;
  byName: string;
  now: Date;
  /** of the audit entry, whose values `auditValues` made */
  auditId: string;
  audited: (string | null)[];
};

export type Written = { balance_wh: number };
type Question = { ctx: Ctx; redemption: NewRedemption };
type Writer = (question: Question) => Promise<Result<Written | null>>;

/**
 * Writes a redemption: voucher, energy ledger, balance, credit, sums of the day and audit, in one statement that is its own transaction.
 * Null: the voucher is no longer sold, or something was bought for the meter meanwhile; judge again. Simultaneous ones
 * share the statement, because most of its cost is fixed (`npm run bench:electricity`). Inside a transaction it runs in
 * that transaction.
 */
export async function writeRedemption(ctx: Ctx, redemption: NewRedemption): Promise<Result<Written | null>> {
  if (!ctx.inTransaction) return writerOf(ctx)({ ctx, redemption });
  const [written] = await writeGroup([{ ctx, redemption }]);
  return written as Result<Written | null>;
}

// A group may fail because a voucher or a sender of it has changed, or because two groups deadlock. Each is tried again,
// and one that was written after all is known by the id of its entry.
const writerOf = perOrganization((): Writer => gatherInHalves(writeGroup, () => true));

async function writeGroup(unordered: Question[]): Promise<Result<Written | null>[]> {
  const questions = unordered.toSorted((one, other) => (one.redemption.meterId < other.redemption.meterId ? -1 : 1));
  const [{ ctx }] = questions as [Question];
  const all = questions.map(({ redemption }) => redemption);
  const values = [orgOf(ctx).id, ...NAMES.map((name) => all.map((one) => one[name]))];
  const audited = auditColumns(all.map((one) => one.audited));
  const from = questions.map((question) => question.ctx);
  const written = await writeTogether(ctx, [CompiledQuery.raw(STATEMENT, [...values, ...audited])], from).catch(
    (error) => {
      // Another process has redeemed the voucher in this moment.
      if (questions.length === 1 && isDuplicate(error)) return refuse(TAKEN);
      throw error;
    },
  );
  if (!written.ok) {
    if (questions.length > 1) throw new Error(written.code);
    return [written.code === TAKEN ? ok(null) : written];
  }
  const rows = written.data[0]?.rows as { place: number; balance_wh: number }[];
  const balances = new Map(rows.map(({ place, balance_wh }) => [questions[place - 1], { balance_wh }]));
  return unordered.map((question) => ok(balances.get(question) ?? null));
}

/** The columns of `a`, in the order of the statement's arrays. */
const COLUMNS = {
  voucherId: ['voucher_id', 'uuid'],
  meterId: ['meter_id', 'uuid'],
  bought: ['bought', 'bigint'],
  entryId: ['entry_id', 'uuid'],
  creditId: ['credit_id', 'uuid'],
  accountId: ['account_id', 'uuid'],
  tariffId: ['tariff_id', 'uuid'],
  tariffClass: ['tariff_class', 'text'],
  monthOn: ['month_on', 'date'],
  amountMinor: ['amount_minor', 'bigint'],
  currency: ['currency', 'text'],
  wh: ['wh', 'bigint'],
  soldOn: ['sold_on', 'date'],
  meterClass: ['meter_class', 'text'],
  priceMinor: ['price_minor', 'bigint'],
  vatMinor: ['vat_minor', 'bigint'],
  working: ['working', 'jsonb'],
  byName: ['by_name', 'text'],
  now: ['at', 'timestamptz'],
  auditId: ['audit_id', 'uuid'],
} satisfies Partial<Record<keyof NewRedemption, [string, string]>>;
type Column = keyof typeof COLUMNS;
const NAMES = Object.keys(COLUMNS) as Column[];
const ARRAYS = NAMES.map((name, i) => `$${i + 2}::${COLUMNS[name][1]}[]`).join(', ');
/** The array of a column. With it a table is read by its key; joined with `a` alone, all of it is. */
const arrayOf = (name: Column) => `any($${NAMES.indexOf(name) + 2}::${COLUMNS[name][1]}[])`;
const LIST = NAMES.map((name) => COLUMNS[name][0]).join(', ');

const TAKEN = 'electricity.voucher.taken';

// Balances are locked first and in one order, as everything does that moves units: `a` is in the order of the meters. Of
// two for one meter one is written, and the other has to be quoted again. A voucher that somebody else redeems or cancels
// in this moment undoes everything: the update of its row finds that it is no longer sold, or its entry is there.
const STATEMENT = `
with a as materialized (
  select * from unnest(${ARRAYS}) with ordinality as a (${LIST}, place)
), moved as (
  update electricity_balance b set balance_wh = b.balance_wh + a.wh, bought = b.bought + 1,
    credits = b.credits + (m.device_id is not null)::int, updated_at = a.at
  from a join electricity_voucher v on v.organization_id = $1::uuid and v.id = ${arrayOf('voucherId')} and v.id = a.voucher_id
      and v.state = 'sold'
    join electricity_meter m on m.organization_id = $1::uuid and m.id = a.meter_id
  where b.organization_id = $1::uuid and b.meter_id = a.meter_id and b.bought = a.bought
  returning a.*, m.device_id, b.credits, b.balance_wh
), redeemed as (
  update electricity_voucher v set updated_at = moved.at,
    state = case v.state when 'sold' then 'redeemed' else app_refuse('${TAKEN}') end
  from moved where v.organization_id = $1::uuid and v.id = ${arrayOf('voucherId')} and v.id = moved.voucher_id
), key as (
  insert into electricity_entry_key (organization_id, kind, source_id, id)
  select $1::uuid, 'voucher', voucher_id, entry_id from moved order by voucher_id
), entry as (
  insert into electricity_entry (organization_id, id, meter_id, kind, wh, source_id, actor_name, created_at)
  select $1::uuid, entry_id, meter_id, 'voucher', wh, voucher_id, by_name, at from moved
), credit as (
  insert into electricity_credit (organization_id, id, meter_id, device_id, number, wh, entry_id, created_at)
  select $1::uuid, credit_id, meter_id, device_id, credits, wh, entry_id, at from moved where device_id is not null
), redemption as (
  insert into electricity_redemption (organization_id, id, meter_id, account_id, tariff_id, tariff_class, month_on,
    amount_minor, currency, wh, working, by_name, created_at)
  select $1::uuid, voucher_id, meter_id, account_id, tariff_id, tariff_class, month_on, amount_minor, currency, wh, working,
    by_name, at from moved
), sale as (
  insert into electricity_sale_day as s (organization_id, sold_on, meter_id, tariff_class, method, currency, sales,
    amount_minor, vat_minor, wh)
  select $1::uuid, sold_on, meter_id, meter_class, 'voucher', currency, 1, price_minor, vat_minor, wh from moved
  on conflict (organization_id, sold_on, meter_id, tariff_class, method, currency) do update set sales = s.sales + 1,
    amount_minor = s.amount_minor + excluded.amount_minor, vat_minor = s.vat_minor + excluded.vat_minor,
    wh = s.wh + excluded.wh
), audited as (
  ${auditManyClause(NAMES.length + 2, 'e.id in (select audit_id from moved)')}
)
select place, balance_wh from moved`;
