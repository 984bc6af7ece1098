import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { hasSms } from '../../../kernel/portal/index.ts';
import { getCustomer } from '../customers/customers.query.ts';
import { deleteCustomer } from '../customers/delete-customer.action.ts';
import { CUSTOMER, registerChecked } from '../customers/register-customer.action.ts';
import { exhibitionRows } from '../exhibitions/exhibitions.query.ts';
import type { Answer } from '../form/contract.ts';
import { isOver, lockForm, placesOf } from '../form/form.query.ts';
import { freePlaces } from '../form/free-places.rule.ts';
import type { MovedUp } from './contract.ts';

/** As many as one transaction takes; whoever moves more up does so again. */
const MAX_AT_ONCE = 500;

/**
 * Gives the free places of an exhibition to those who wait, in their order: each is registered and gets the ID card.
 * After the last day nobody moves up any more.
 */
export function moveUp(ctx: Ctx, exhibitionId: string): Promise<Result<MovedUp>> {
  return transaction(ctx, async (tx) => {
    const form = await lockForm(tx, exhibitionId);
    const exhibition = await exhibitionRows(tx).where('id', '=', exhibitionId).executeTakeFirst();
    if (!exhibition) return refuse('exhibition.not_found');
    const places = await placesOf(tx, exhibitionId, form?.capacity ?? null);
    if (!form || places.waiting === 0 || isOver(tx, exhibition.ends_on)) {
      return ok({ moved: 0, waiting: places.waiting });
    }
    const moved = await giveTo(tx, exhibitionId, Math.min(freePlaces(places) ?? MAX_AT_ONCE, MAX_AT_ONCE));
    return moved.ok ? ok({ moved: moved.data, waiting: places.waiting - moved.data }) : moved;
  });
}

async function giveTo(tx: Ctx, exhibitionId: string, count: number): Promise<Result<number>> {
  const next = await tx.db
    .selectFrom('exhibition_waiting')
    .selectAll()
    .where(inOrg(tx))
    .where('exhibition_id', '=', exhibitionId)
    .orderBy('id')
    .limit(count)
    .execute();
  const bySms = await hasSms(tx);
  for (const { id, name, email, phone, answers, language } of next) {
    await tx.db.deleteFrom('exhibition_waiting').where(inOrg(tx)).where('id', '=', id).execute();
    const options = { welcome: true, answers: answers as Answer[], language, bySms };
    const registered = await registerChecked(tx, { name, email, phone }, exhibitionId, options);
    if (!registered.ok) return registered;
    await audit(tx, 'exhibition.waiting.moved_up', { subject: { type: CUSTOMER, id: registered.data.id } });
  }
  return ok(next.length);
}

/** Removes a customer who never had a bill; the first who waits gets the place in the same commit. */
export function removeCustomer(ctx: Ctx, reference: string): Promise<Result<null>> {
  return transaction(ctx, async (tx) => {
    const customer = await getCustomer(tx, reference);
    if (!customer.ok) return customer;
    const { id, exhibition_id } = customer.data;
    // First of all, as whoever registers does.
    await lockForm(tx, exhibition_id);
    const removed = await deleteCustomer(tx, id);
    if (!removed.ok) return removed;
    const moved = await moveUp(tx, exhibition_id);
    return moved.ok ? ok(null) : moved;
  });
}
