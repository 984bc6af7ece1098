import { audit } from '../../audit/index.ts';
import { byPerson, type Ctx, inOrg, orgOf } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { newId } from '../../lib/ids.ts';
import { formatAmount } from '../../lib/money.ts';
import { type Result, refuse } from '../../lib/result.ts';
import { SAFE } from '../accounts.ts';
import type { OpenInput, Session } from '../contract.ts';
import { moveMoney } from '../move.ts';
import { SESSION } from '../names.ts';
import { readMoney } from './read-money.ts';
import { getSession } from './sessions.query.ts';

/**
 * Opens a drawer for the caller, who answers for what is in it from now on, with the float that they got from the safe.
 * One cashier has a drawer open, unless it is shared; a cashier has one in each currency.
 *
 * Refusals: `till.drawer_not_found`, `till.drawer_archived`, `till.drawer_busy`, `till.already_open`,
 * `till.difference_unexplained`, those of amounts.
 */
export async function openSession(ctx: Ctx, input: OpenInput): Promise<Result<Session>> {
  // A key is nobody who answers for money.
  if (ctx.actor.kind !== 'user' || !byPerson(ctx)) return refuse('auth.person_required');
  const { id: cashier_id, name: cashier_name } = ctx.actor;
  return transaction(ctx, async (tx) => {
    const organization_id = orgOf(tx).id;
    const drawer = await tx.db
      .selectFrom('till_drawer')
      .selectAll()
      .where(inOrg(tx))
      .where('id', '=', input.drawer_id)
      .forNoKeyUpdate()
      .executeTakeFirst();
    if (!drawer) return refuse('till.drawer_not_found');
    if (drawer.archived_at !== null) return refuse('till.drawer_archived');
    const { currency } = drawer;
    const float = readMoney(tx, input.float, currency, 'float');
    if (!float.ok) return float;
    const [open, owed] = await Promise.all([
      tx.db
        .selectFrom('till_session')
        .select(['cashier_id', 'cashier_name', 'drawer_id', 'alone'])
        .where(inOrg(tx))
        .where('closed_at', 'is', null)
        .where((eb) => eb.or([eb('drawer_id', '=', drawer.id), eb('cashier_id', '=', cashier_id)]))
        .where('currency', '=', currency)
        .orderBy('id')
        .execute(),
      // The reason for a difference is asked for while the cashier still knows it.
      tx.db
        .selectFrom('till_session')
        .select('id')
        .where(inOrg(tx))
        .where('cashier_id', '=', cashier_id)
        .where('closed_at', 'is not', null)
        .where('difference_minor', '<>', 0)
        .where('difference_reason', 'is', null)
        .limit(1)
        .executeTakeFirst(),
    ]);
    if (open.some((one) => one.cashier_id === cashier_id)) return refuse('till.already_open', { currency });
    const holder = open.find((one) => one.drawer_id === drawer.id && (one.alone || !drawer.shared));
    if (holder) return refuse('till.drawer_busy', { name: holder.cashier_name });
    if (owed) return refuse('till.difference_unexplained');
    const now = tx.clock.now();
    const id = newId(now.getTime());
    const made = await tx.db
      .insertInto('till_session')
      .values({
        organization_id,
        id,
        drawer_id: drawer.id,
        currency,
        alone: !drawer.shared,
        cashier_id,
        cashier_name,
        opened_at: now,
        float_minor: float.data,
        owner_account: drawer.owner_account,
      })
      // Two tabs of one cashier may open two drawers at once; an index lets one of them through.
      .onConflict((on) => on.doNothing())
      .returning('id')
      .executeTakeFirst();
    if (!made) return refuse('till.already_open', { currency });
    const { owner_account } = drawer;
    const session = { id, code: drawer.code, currency, drawer_name: drawer.name, owner_account };
    if (float.data > 0) {
      await moveMoney(tx, session, { kind: 'float', amountMinor: float.data, against: SAFE, reason: '' });
    }
    await audit(tx, 'till.session.opened', {
      subject: { type: SESSION, id },
      after: { drawer: drawer.name, float: formatAmount(float.data, currency), currency },
    });
    return getSession(tx, id);
  });
}
