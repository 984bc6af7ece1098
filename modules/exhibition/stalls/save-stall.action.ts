import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { drawerOf, ownDrawer } from '../../../kernel/till/index.ts';
import { exhibitionRows } from '../exhibitions/exhibitions.query.ts';
import { STALL } from '../names.ts';
import type { Stall, StallInput, StallPatch } from './contract.ts';
import { asStall, stallRows } from './stalls.query.ts';

/**
 * Adds a stall to an exhibition, with an account of its own in the ledger. Refusals: `exhibition.not_found`,
 * `exhibition.stall.name_blank`, `code_taken`, `commission_malformed`, those of its drawer.
 */
export async function addStall(ctx: Ctx, input: StallInput): Promise<Result<Stall>> {
  return clearly(() =>
    transaction(ctx, async (tx) => {
      // Locked, so that its currency stays that of the stall's account.
      const place = await exhibitionRows(tx).where('id', '=', input.exhibition_id).forKeyShare().executeTakeFirst();
      if (!place) return refuse('exhibition.not_found', undefined, { exhibition_id: 'exhibition.not_found' });
      const read = columns(input);
      if (!read.ok) return read;
      const { code, drawer_id = null } = input;
      const account = `liabilities:stall:${place.prefix}_${code}`.toLowerCase();
      const drawn = drawer_id === null ? ok(null) : await useDrawer(tx, drawer_id, account, place.currency);
      if (!drawn.ok) return drawn;
      const now = tx.clock.now();
      const row = await tx.db
        .insertInto('exhibition_stall')
        .values({
          organization_id: orgOf(tx).id,
          id: newId(now.getTime()),
          exhibition_id: place.id,
          currency: place.currency,
          code,
          account,
          name: input.name.trim(),
          commission_basis_points: 0,
          ...read.data,
          drawer_id,
          created_at: now,
          updated_at: now,
        })
        .returningAll()
        .executeTakeFirstOrThrow();
      const after = asStall(tx, row);
      await audit(tx, 'exhibition.stall.added', { subject: { type: STALL, id: row.id }, after });
      return ok(after);
    }),
  );
}

/**
 * Changes a stall, archives it or brings it back. Another commission is for bills that are made from now on. Refusals: as
 * `addStall`, and `exhibition.stall.not_found`.
 */
export async function changeStall(ctx: Ctx, id: string, patch: StallPatch): Promise<Result<Stall>> {
  return clearly(() =>
    transaction(ctx, async (tx) => {
      const old = await stallRows(tx).where('id', '=', id).forNoKeyUpdate().executeTakeFirst();
      if (!old) return refuse('exhibition.stall.not_found');
      const before = asStall(tx, old);
      const read = columns(patch);
      if (!read.ok) return read;
      const { drawer_id = old.drawer_id, archived } = patch;
      if (drawer_id !== old.drawer_id) {
        const left = old.drawer_id === null ? ok(null) : await ownDrawer(tx, old.drawer_id, null);
        if (!left.ok) return left;
        const drawn = drawer_id === null ? ok(null) : await useDrawer(tx, drawer_id, old.account, old.currency);
        if (!drawn.ok) return drawn;
      }
      const now = tx.clock.now();
      const row = await tx.db
        .updateTable('exhibition_stall')
        .set({
          ...read.data,
          drawer_id,
          ...(archived !== undefined && { archived_at: archived ? (old.archived_at ?? now) : null }),
          updated_at: now,
        })
        .where(inOrg(tx))
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirstOrThrow();
      const after = asStall(tx, row);
      await audit(tx, 'exhibition.stall.changed', { subject: { type: STALL, id }, part: id, before, after });
      return ok(after);
    }),
  );
}

/** From now on the drawer's cash is the stall's. */
async function useDrawer(tx: Ctx, id: string, account: string, currency: string): Promise<Result<null>> {
  const drawer = await drawerOf(tx, id);
  if (!drawer.ok) return { ...drawer, fields: { drawer_id: drawer.code } };
  const other = 'exhibition.stall.drawer_currency';
  if (drawer.data.currency !== currency) return refuse(other, { currency }, { drawer_id: other });
  if (drawer.data.owner_account !== null) return refuse(DRAWER, undefined, { drawer_id: DRAWER });
  const owned = await ownDrawer(tx, id, account);
  return owned.ok ? owned : { ...owned, fields: { drawer_id: owned.code } };
}

const DRAWER = 'exhibition.stall.drawer_taken';

function columns({ name, contact, commission_percent }: StallPatch) {
  const blank = 'exhibition.stall.name_blank';
  if (name?.trim() === '') return refuse(blank, undefined, { name: blank });
  const points = commission_percent === undefined ? undefined : Math.round(Number(commission_percent) * 100);
  const malformed = 'exhibition.stall.commission_malformed';
  if (points !== undefined && points > 10_000) return refuse(malformed, undefined, { commission_percent: malformed });
  return ok({
    ...(name !== undefined && { name: name.trim() }),
    ...(contact !== undefined && { contact: contact.trim() }),
    ...(points !== undefined && { commission_basis_points: points }),
  });
}

/** Two stalls of a fair never share a code, nor a drawer, also when both are saved at once. */
async function clearly(work: () => Promise<Result<Stall>>): Promise<Result<Stall>> {
  try {
    return await work();
  } catch (error) {
    const { constraint } = error as { constraint?: string };
    const taken = 'exhibition.stall.code_taken';
    if (constraint === 'exhibition_stall_code' || constraint === 'exhibition_stall_account')
      return refuse(taken, undefined, { code: taken });
    if (constraint === 'exhibition_stall_drawer') return refuse(DRAWER, undefined, { drawer_id: DRAWER });
    throw error;
  }
}
