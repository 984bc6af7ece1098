import { sql } from 'kysely';
import { audit } from '../../audit/index.ts';
import { byPerson, type Ctx, inOrg, orgOf } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { newId } from '../../lib/ids.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { getSettings } from '../../settings/index.ts';
import type { Block } from '../contract.ts';
import type { Series } from '../document.ts';
import { documentSettings } from '../settings.ts';

/** About a day of sales at a busy desk: what a device needs without a network, and what it leaves as a gap when it is lost. */
const SIZE = 100;
/** More than a person uses in a day: numbers are not endless on paper of 16 characters. */
const A_DAY = 10;
const DAY_MS = 86_400_000;

export type Wanted = {
  series: Series;
  /** as in issueDocument */
  prefix?: string;
  /** the name that a browser gave itself */
  device: string;
  /** the newest block that the device knows of: a later one of its own is the answer that it never heard */
  known?: string | undefined;
};

/**
 * Reserves the next numbers of a series for the caller's device, or answers again what the device has not heard of. They
 * are the device's for good; what it doesn't use is a gap, which `listBlocks` explains. Refuses with
 * `documents.too_many_numbers`.
 */
export async function reserveNumbers(ctx: Ctx, wanted: Wanted): Promise<Result<Block>> {
  if (ctx.actor.kind !== 'user' || !byPerson(ctx)) return refuse('auth.person_required');
  const { id: holder_id, name: holder_name } = ctx.actor;
  const { series, device, known } = wanted;
  return transaction(ctx, async (tx) => {
    const organization_id = orgOf(tx).id;
    const now = tx.clock.now();
    const settings = await getSettings(tx, documentSettings);
    const prefix = `${wanted.prefix ?? ''}${settings[`${series}_prefix`]}`;
    // Two tabs of a device ask at once: the second waits here, and gets the first one's block.
    const lock = `document_block ${organization_id} ${holder_id}`;
    await sql`select pg_advisory_xact_lock(hashtextextended(${lock}, 0))`.execute(tx.db);
    const [own, today] = await Promise.all([
      tx.db
        .selectFrom('document_block')
        .select(['id', 'first_number as first', 'last_number as last'])
        .where(inOrg(tx))
        .where('holder_id', '=', holder_id)
        .where('device', '=', device)
        .where('series', '=', series)
        .where('prefix', '=', prefix)
        .where('closed_at', 'is', null)
        .orderBy('id', 'desc')
        .limit(1)
        .executeTakeFirst(),
      tx.db
        .selectFrom('document_block')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .where(inOrg(tx))
        .where('holder_id', '=', holder_id)
        .where('reserved_at', '>', new Date(now.getTime() - DAY_MS))
        .executeTakeFirstOrThrow(),
    ]);
    // Ids are in the order of time. A device that knows of none although one of its own is used has lost its memory.
    const unheard = own && (known === undefined ? !(await isUsed(tx, series, own)) : own.id > known);
    if (unheard) return ok({ ...own, series, prefix });
    if (Number(today.count) >= A_DAY) return refuse('documents.too_many_numbers');
    const { last_number: last } = await tx.db
      .insertInto('document_counter')
      .values({ organization_id, series, last_number: SIZE })
      .onConflict((on) =>
        on
          .columns(['organization_id', 'series'])
          .doUpdateSet((eb) => ({ last_number: eb('document_counter.last_number', '+', SIZE) })),
      )
      .returning('last_number')
      .executeTakeFirstOrThrow();
    const block = { id: newId(now.getTime()), series, prefix, first: last - SIZE + 1, last };
    await tx.db
      .insertInto('document_block')
      .values({
        organization_id,
        id: block.id,
        series,
        prefix,
        first_number: block.first,
        last_number: last,
        device,
        holder_id,
        holder_name,
        reserved_at: now,
      })
      .execute();
    await audit(tx, 'documents.block.reserved', {
      subject: { type: 'document_block', id: block.id },
      after: { series, first: numberOf(prefix, block.first), last: numberOf(prefix, last) },
    });
    return ok(block);
  });
}

const isUsed = async (tx: Ctx, series: Series, { first, last }: { first: number; last: number }): Promise<boolean> =>
  (await tx.db
    .selectFrom('document')
    .select('id')
    .where(inOrg(tx))
    .where('series', '=', series)
    .where('number', '>=', first)
    .where('number', '<=', last)
    .limit(1)
    .executeTakeFirst()) !== undefined;

/** As printed. */
export const numberOf = (prefix: string, number: number): string => prefix + String(number).padStart(6, '0');
