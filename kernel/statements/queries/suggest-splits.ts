import { sql } from 'kysely';
import { type Ctx, orgOf } from '../../ctx/index.ts';
import type { Leftovers, StatementLine } from '../contract.ts';
import { tokensOf } from '../domain/match-lines.ts';

type Open = { id: string; reference: string; amount_minor: number };

/**
 * Lines that seem to pay several of these payments: they name them by our references, or their payer paid for the same
 * people in one line before, as a person said then. Only where the amounts agree.
 */
export async function suggestSplits(
  ctx: Ctx,
  lines: StatementLine[],
  payments: Open[],
): Promise<Leftovers['suggestions']> {
  const byReference = new Map(payments.map((payment) => [payment.reference, payment]));
  const remembered = await paidForBefore(ctx, lines, payments);
  return lines.flatMap((line) => {
    const text = `${line.text} ${line.transaction_reference ?? ''}`;
    const named = tokensOf({ text }).flatMap((token) => byReference.get(token) ?? []);
    const theirs = remembered.get(line.payer.toLowerCase()) ?? [];
    const found = [named, theirs].find(
      (some) => some.length > 1 && some.reduce((sum, one) => sum + one.amount_minor, 0) === line.left_minor,
    );
    return found ? [{ line_id: line.id, payment_ids: found.map(({ id }) => id) }] : [];
  });
}

/** The open payments of people for whom a payer paid in a line that was split. */
async function paidForBefore(ctx: Ctx, lines: StatementLine[], payments: Open[]): Promise<Map<string, Open[]>> {
  const payers = [...new Set(lines.map((line) => line.payer.toLowerCase()).filter(Boolean))];
  if (payers.length === 0 || payments.length === 0) return new Map();
  const { rows } = await sql<{ payer: string; id: string }>`
    select distinct lower(l.payer) as payer, p.id
    from statement_line l
    join statement_part s on s.organization_id = l.organization_id and s.line_id = l.id
    join payment q on q.organization_id = s.organization_id and q.id = s.payment_id
    join payment p on p.organization_id = q.organization_id
      and (p.person_id = q.person_id or (q.person_id is null and q.payer_name <> '' and p.payer_name = q.payer_name))
    where l.organization_id = ${orgOf(ctx).id} and lower(l.payer) = any (${payers}::text[])
      and p.id = any (${payments.map(({ id }) => id)}::uuid[])`.execute(ctx.db);
  const byId = new Map(payments.map((payment) => [payment.id, payment]));
  const found = new Map<string, Open[]>();
  for (const { payer, id } of rows) {
    const payment = byId.get(id);
    if (payment) found.set(payer, [...(found.get(payer) ?? []), payment]);
  }
  return found;
}
