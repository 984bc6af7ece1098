import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { enqueue } from '../../../kernel/jobs/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { publish } from '../../../kernel/realtime/index.ts';
import { RAFFLE } from '../names.ts';
import { broadcastDrawJob } from './broadcast-draw.job.ts';
import type { Draw } from './contract.ts';
import { drawWinners, hashList, tidySeed } from './draw.rule.ts';
import { asDraw } from './draws.query.ts';

/**
 * Enters the public value that was named beforehand. The winners follow from it and the published list by
 * `draws/draw.rule.ts`, and nobody can change either any more. All buyers get a message.
 *
 * Refusals: `raffle.draw.not_found`, `raffle.draw.already_drawn`, `raffle.draw.seed_blank`.
 */
export async function enterSeed(ctx: Ctx, drawId: string, given: string): Promise<Result<Draw>> {
  const seed = tidySeed(given);
  if (!seed) return refuse('raffle.draw.seed_blank', undefined, { seed: 'raffle.draw.seed_blank' });
  return transaction(ctx, async (tx) => {
    const row = await tx.db
      .selectFrom('raffle_draw')
      .selectAll()
      .where(inOrg(tx))
      .where('id', '=', drawId)
      .forUpdate()
      .executeTakeFirst();
    if (!row) return refuse('raffle.draw.not_found');
    if (row.state !== 'frozen') return refuse('raffle.draw.already_drawn');
    if (hashList(row.list_text) !== row.list_hash)
      throw new Error(`the list of draw ${row.id} is not the one published`);
    const winners = drawWinners(row.list_text, seed, row.winners_wanted).map((entry) => Number(entry.label));
    const drawn = await tx.db
      .updateTable('raffle_draw')
      .set({ state: 'drawn', seed, winners, drawn_at: tx.clock.now(), drawn_by_name: tx.actor.name })
      .where(inOrg(tx))
      .where('id', '=', drawId)
      .returningAll()
      .executeTakeFirstOrThrow();
    await audit(tx, 'raffle.draw.drawn', {
      subject: { type: RAFFLE, id: row.raffle_id },
      after: { seed, winners: winners.join(', '), sequence: row.sequence },
    });
    await enqueue(tx, broadcastDrawJob, { draw: row.id });
    publish(tx, 'raffle.grid', row.raffle_id);
    return ok(asDraw(drawn));
  });
}
