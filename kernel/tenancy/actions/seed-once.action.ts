import { type Ctx, orgOf } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { ok, type Result } from '../../lib/result.ts';

/**
 * Makes a part of an organization's demo data, unless it exists: all or nothing, in one transaction with the mark that
 * says so. An interrupted call leaves nothing, and a second, simultaneous call waits and finds it done. Returns whether
 * it was made now.
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
