import { audit } from '../../audit/index.ts';
import { type Ctx, inOrg, orgOf } from '../../ctx/index.ts';
import { queueWrites } from '../../db/index.ts';
import { newId } from '../../lib/ids.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';

export type NewLine = {
  /** a code such as `assets:bank`; the account is made on first use */
  account: string;
  /** minor units, not zero: debits above, credits below */
  amountMinor: number;
  /** ISO 4217 */
  currency: string;
};

export type NewEntry = {
  /** made by the caller before, where something else refers to the entry */
  id?: string;
  /** what kind of event it records, e.g. `payment.verified` */
  kind: string;
  memo?: string;
  /** what the entry is about; its entries are found by it */
  subject?: { type: string; id: string };
  /** when it happened, when not now */
  at?: Date;
  lines: NewLine[];
};

const CODE = /^(assets|liabilities|income|expenses|equity)(:[a-z0-9_]+)+$/;

/**
 * Writes an entry of two or more lines that sum to zero in each currency, in the transaction of `tx`. Entries never
 * change; a wrong one is reversed. Throws for an entry that doesn't balance or an invalid account: both are programming
 * errors, and the database refuses them as well.
 */
export async function post(tx: Ctx, entry: NewEntry): Promise<{ id: string }> {
  return write(tx, entry, null);
}

/**
 * Posts the exact opposite of an entry, which cancels it. An entry can be reversed once, and a reversal can't be
 * reversed: post the right entry instead.
 *
 * `id` is that of the reversal, where something else refers to it. The answer has the lines that are cancelled.
 *
 * Refusals: `ledger.not_found`, `ledger.already_reversed`, `ledger.is_reversal`, `ledger.reason_blank`.
 */
export async function reverse(
  tx: Ctx,
  entryId: string,
  reason: string,
  id?: string,
): Promise<Result<{ id: string; lines: NewLine[] }>> {
  if (!reason.trim()) return refuse('ledger.reason_blank', undefined, { reason: 'ledger.reason_blank' });
  // The lock makes a second, simultaneous reversal wait, so that it gets a refusal instead of an index error.
  const entry = await tx.db
    .selectFrom('ledger_entry')
    .select(['kind', 'subject_type', 'subject_id', 'reverses'])
    .where(inOrg(tx))
    .where('id', '=', entryId)
    .forUpdate()
    .executeTakeFirst();
  if (!entry) return refuse('ledger.not_found');
  if (entry.reverses) return refuse('ledger.is_reversal');
  const [earlier, lines] = await Promise.all([
    tx.db.selectFrom('ledger_entry').select('id').where(inOrg(tx)).where('reverses', '=', entryId).executeTakeFirst(),
    tx.db
      .selectFrom('ledger_line')
      .select(['account', 'amount_minor', 'currency'])
      .where(inOrg(tx))
      .where('entry_id', '=', entryId)
      .orderBy('line')
      .execute(),
  ]);
  if (earlier) return refuse('ledger.already_reversed');
  const { subject_type, subject_id } = entry;
  const cancelled = lines.map((l) => ({ account: l.account, amountMinor: l.amount_minor, currency: l.currency }));
  const written = await write(
    tx,
    {
      ...(id !== undefined && { id }),
      kind: `${entry.kind}.reversed`,
      memo: reason.trim(),
      ...(subject_type && subject_id && { subject: { type: subject_type, id: subject_id } }),
      lines: cancelled.map((line) => ({ ...line, amountMinor: -line.amountMinor })),
    },
    entryId,
  );
  return ok({ ...written, lines: cancelled });
}

async function write(tx: Ctx, entry: NewEntry, reverses: string | null): Promise<{ id: string }> {
  if (!tx.inTransaction) throw new Error('a ledger entry belongs to the transaction of what it records');
  check(entry);
  const organization_id = orgOf(tx).id;
  const now = tx.clock.now();
  const id = entry.id ?? newId(now.getTime());
  const accounts = [...new Set(entry.lines.map((line) => line.account))].sort();
  const writes = [
    // In the order of their names, so that two entries that both open accounts never deadlock.
    tx.db
      .insertInto('ledger_account')
      .values(accounts.map((code) => ({ organization_id, code, created_at: now })))
      .onConflict((on) => on.doNothing()),
    tx.db.insertInto('ledger_entry').values({
      organization_id,
      id,
      at: entry.at ?? now,
      kind: entry.kind,
      memo: entry.memo ?? '',
      subject_type: entry.subject?.type ?? null,
      subject_id: entry.subject?.id ?? null,
      reverses,
      actor_name: tx.actor.name,
    }),
    tx.db.insertInto('ledger_line').values(
      entry.lines.map((line, i) => ({
        organization_id,
        entry_id: id,
        line: i + 1,
        account: line.account,
        amount_minor: line.amountMinor,
        currency: line.currency,
      })),
    ),
  ];
  await queueWrites(
    tx,
    writes.map((write) => write.compile()),
  );
  await (reverses
    ? audit(tx, 'ledger.reversed', {
        subject: { type: 'ledger.entry', id: reverses },
        after: shown(entry),
        note: entry.memo ?? null,
      })
    : audit(tx, 'ledger.posted', { subject: { type: 'ledger.entry', id }, after: shown(entry) }));
  return { id };
}

const shown = ({ kind, memo, lines }: NewEntry) => ({ kind, memo, lines });

function check({ kind, lines }: NewEntry): void {
  const sums = new Map<string, number>();
  for (const { account, amountMinor, currency } of lines) {
    if (!CODE.test(account)) throw new Error(`no account can be called ${account}`);
    if (!Number.isSafeInteger(amountMinor) || amountMinor === 0) throw new Error(`${kind}: a line of ${amountMinor}`);
    sums.set(currency, (sums.get(currency) ?? 0) + amountMinor);
  }
  if (lines.length < 2 || [...sums.values()].some((sum) => sum !== 0)) throw new Error(`${kind} does not balance`);
}
