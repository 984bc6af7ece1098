import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import { isCurrency, parseAmount } from '../../../kernel/lib/money.ts';
import type { Region } from '../../../kernel/lib/numbers.ts';
import { ok, type Refusal, type Result, refuse } from '../../../kernel/lib/result.ts';
import { publish } from '../../../kernel/realtime/index.ts';
import { claimPublicCode } from '../../../kernel/tenancy/index.ts';
import { RAFFLE } from '../names.ts';
import type { Raffle, RaffleInput, RafflePatch } from './contract.ts';
import { fitNumbers } from './fit-numbers.action.ts';
import { needPlaceToPay } from './place-to-pay.ts';
import { findRaffle, getRaffle } from './raffles.query.ts';
import { rangeFault } from './range.rule.ts';
import { RAFFLE_CODES } from './reference.rule.ts';

/** A new raffle with all its numbers. 100,000 of them take about a second and a half. */
export async function createRaffle(ctx: Ctx, input: RaffleInput): Promise<Result<Raffle>> {
  const first_number = input.first_number ?? 1;
  const fault = rangeFault(first_number, input.last_number);
  if (fault) return fault;
  const currency = input.currency ?? orgOf(ctx).currency;
  const price = readPrice(input.ticket_price, currency, orgOf(ctx));
  if (!price.ok) return price;
  const title = input.title.trim();
  if (!title) return refuse('raffle.title_blank', undefined, { title: 'raffle.title_blank' });
  return transaction(ctx, async (tx) => {
    const picture = await pictureFault(tx, input.picture_file_id);
    if (picture) return picture;
    const unpayable = await needPlaceToPay(tx, { amountMinor: price.data, currency }, input);
    if (unpayable) return unpayable;
    const now = tx.clock.now();
    const id = newId(now.getTime());
    const code = await claimPublicCode(tx, RAFFLE_CODES, id);
    if (!code) return refuse('raffle.code_exhausted');
    await tx.db
      .insertInto('raffle')
      .values({
        organization_id: orgOf(tx).id,
        id,
        code,
        title,
        description: input.description?.trim() ?? '',
        ticket_price_minor: price.data,
        currency,
        first_number,
        last_number: input.last_number,
        active: input.active ?? false,
        picture_file_id: input.picture_file_id ?? null,
        draw_on: input.draw_on ?? null,
        per_person_limit: input.per_person_limit ?? null,
        ...(input.reservation_minutes !== undefined && { reservation_minutes: input.reservation_minutes }),
        created_at: now,
        updated_at: now,
      })
      .execute();
    await fitNumbers(tx, id, first_number, input.last_number);
    const made = await getRaffle(tx, id);
    if (!made.ok) return made;
    await audit(tx, 'raffle.raffle.created', { subject: { type: RAFFLE, id }, after: noted(made.data) });
    publish(tx, 'raffle.grid', id);
    return made;
  });
}

/**
 * Changes a raffle, including whether it is on sale. Price and currency are fixed after the first order; the range
 * can't leave out a taken number; nothing that a published list depends on can change.
 */
export async function changeRaffle(ctx: Ctx, reference: string, patch: RafflePatch): Promise<Result<Raffle>> {
  return transaction(ctx, async (tx) => {
    const before = await findRaffle(tx, reference);
    if (!before) return refuse('raffle.not_found');
    const { id } = before;
    const of = { organization_id: orgOf(tx).id, id };
    await tx.db
      .selectFrom('raffle')
      .select('id')
      .where('organization_id', '=', of.organization_id)
      .where('id', '=', id)
      .forUpdate()
      .execute();
    const change = await readPatch(tx, before, patch);
    if (!change.ok) return change;
    const { ticket_price_minor: amountMinor = before.ticket_price_minor, currency = before.currency } = change.data;
    const sale = { active: !before.active && patch.active, pay_to: patch.pay_to };
    const unpayable = await needPlaceToPay(tx, { amountMinor, currency }, sale);
    if (unpayable) return unpayable;
    await tx.db
      .updateTable('raffle')
      .set({ ...change.data, updated_at: tx.clock.now() })
      .where('organization_id', '=', of.organization_id)
      .where('id', '=', id)
      .execute();
    const { first_number = before.first_number, last_number = before.last_number } = change.data;
    if (first_number !== before.first_number || last_number !== before.last_number) {
      const fitted = await fitNumbers(tx, id, first_number, last_number);
      if (!fitted.ok) return fitted;
    }
    const after = await getRaffle(tx, id);
    if (!after.ok) return after;
    await audit(tx, 'raffle.raffle.changed', {
      subject: { type: RAFFLE, id },
      before: noted(before),
      after: noted(after.data),
    });
    publish(tx, 'raffle.grid', id);
    return after;
  });
}

/** Removes a raffle without orders; one with orders stays, because their money refers to it. */
export async function deleteRaffle(ctx: Ctx, reference: string): Promise<Result<null>> {
  return transaction(ctx, async (tx) => {
    const raffle = await findRaffle(tx, reference);
    if (!raffle) return refuse('raffle.not_found');
    if (await hasOrders(tx, raffle.id)) return refuse('raffle.has_orders');
    await tx.db.deleteFrom('raffle_number').where(inOrg(tx)).where('raffle_id', '=', raffle.id).execute();
    await tx.db.deleteFrom('raffle').where(inOrg(tx)).where('id', '=', raffle.id).execute();
    await audit(tx, 'raffle.raffle.deleted', { subject: { type: RAFFLE, id: raffle.id }, before: noted(raffle) });
    return ok(null);
  });
}

/** Another raffle like this one: same price, range and rules, no orders, not on sale. */
export async function cloneRaffle(
  ctx: Ctx,
  reference: string,
  over: { title?: string; draw_on?: string | null },
): Promise<Result<Raffle>> {
  const from = await getRaffle(ctx, reference);
  if (!from.ok) return from;
  const { title, description, ticket_price, currency, first_number, last_number } = from.data;
  const { picture_file_id, per_person_limit, reservation_minutes } = from.data;
  return createRaffle(ctx, {
    title: over.title ?? title,
    description,
    ticket_price,
    currency,
    first_number,
    last_number,
    picture_file_id,
    per_person_limit,
    reservation_minutes,
    draw_on: over.draw_on ?? null,
    active: false,
  });
}

async function readPatch(tx: Ctx, before: Raffle, patch: RafflePatch) {
  const { first_number = before.first_number, last_number = before.last_number } = patch;
  const fault = rangeFault(first_number, last_number);
  if (fault) return fault;
  if (before.frozen_at && (patch.active || last_number !== before.last_number || first_number !== before.first_number))
    return refuse('raffle.frozen');
  const title = patch.title?.trim();
  if (title === '') return refuse('raffle.title_blank', undefined, { title: 'raffle.title_blank' });
  const { currency = before.currency } = patch;
  const price =
    patch.ticket_price === undefined
      ? readPrice(before.ticket_price, currency)
      : readPrice(patch.ticket_price, currency, orgOf(tx));
  if (!price.ok) return price;
  const dearer = price.data !== before.ticket_price_minor || currency !== before.currency;
  if (dearer && (await hasOrders(tx, before.id))) {
    return refuse('raffle.price_fixed', undefined, { ticket_price: 'raffle.price_fixed' });
  }
  const picture = await pictureFault(tx, patch.picture_file_id);
  if (picture) return picture;
  return ok({
    ...(title !== undefined && { title }),
    ...(patch.description !== undefined && { description: patch.description.trim() }),
    ...(dearer && { ticket_price_minor: price.data, currency }),
    first_number,
    last_number,
    ...(patch.active !== undefined && { active: patch.active }),
    ...(patch.picture_file_id !== undefined && { picture_file_id: patch.picture_file_id }),
    ...(patch.draw_on !== undefined && { draw_on: patch.draw_on }),
    ...(patch.per_person_limit !== undefined && { per_person_limit: patch.per_person_limit }),
    ...(patch.reservation_minutes !== undefined && { reservation_minutes: patch.reservation_minutes }),
  });
}

function readPrice(text: string, currency: string, region?: Region): Result<number> {
  if (!isCurrency(currency)) {
    return refuse('money.unknown_currency', undefined, { currency: 'money.unknown_currency' });
  }
  const price = parseAmount(text, currency, region);
  if (!price.ok) return { ...price, fields: { ticket_price: price.code } };
  return price.data > 0
    ? price
    : refuse('raffle.price_malformed', undefined, { ticket_price: 'raffle.price_malformed' });
}

async function pictureFault(tx: Ctx, id: string | null | undefined): Promise<Refusal | null> {
  if (!id) return null;
  const found = await tx.db.selectFrom('file').select('id').where(inOrg(tx)).where('id', '=', id).executeTakeFirst();
  return found ? null : refuse('raffle.picture_unknown', undefined, { picture_file_id: 'raffle.picture_unknown' });
}

async function hasOrders(tx: Ctx, raffleId: string): Promise<boolean> {
  const found = await tx.db
    .selectFrom('raffle_order')
    .select('id')
    .where(inOrg(tx))
    .where('raffle_id', '=', raffleId)
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}

/** The audited fields of a raffle, without counted or computed ones. */
function noted({ counts: _counts, sold: _sold, public_url: _url, updated_at: _at, ...raffle }: Raffle) {
  return raffle;
}
