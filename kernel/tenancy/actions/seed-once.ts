import { type Ctx, orgOf } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { ok, type Result } from '../../lib/result.ts';

/**
 * Makes a part of an organization's demo data, unless it is there: all of it or nothing, in one transaction with the
 * mark that says so.
 * Whoever is interrupted leaves nothing behind, and a second one at the same moment waits and finds it done. Answers
 * whether it was made now.
 */
export async function seedOnce(ctx: Ctx, part: string, seed: (tx: Ctx) => Promise<void>): Promise<Result<boolean>> {
  return transaction(ctx, async (tx) => {
    const marked = await tx.db
      .insertInto('demo_part')
      .values({ organization_id: orgOf(tx).id, part, seeded_at: tx.clock.now() })
      .onConflict((of) => of.columns(['organization_id', 'part']).doNothing())
      .returning('part')
      .executeTakeFirst();
    if (marked) await seed(tx);
    return ok(marked !== undefined);
  });
}
