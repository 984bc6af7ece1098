import { type Ctx, inOrg } from '../ctx/index.ts';
import { ok } from '../lib/result.ts';

/**
 * The head of an organization's chain: the number of links, the hash (hex) and time of the last one, and how many
 * entries are not sealed yet.
 */
export async function chainHead(ctx: Ctx) {
  const [head, waiting] = await Promise.all([
    ctx.db
      .selectFrom('audit_seal')
      .select(['sequence', 'hash', 'sealed_at'])
      .where(inOrg(ctx))
      .orderBy('sequence', 'desc')
      .limit(1)
      .executeTakeFirst(),
    ctx.db
      .selectFrom('audit_entry')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where(inOrg(ctx))
      .where((eb) => eb('xact', '>=', eb.selectFrom('audit_watermark').select('sealed_below')))
      .executeTakeFirstOrThrow(),
  ]);
  return ok({
    links: head?.sequence ?? 0,
    hash: head ? head.hash.toString('hex') : null,
    sealed_at: head ? head.sealed_at.toISOString() : null,
    unsealed: Number(waiting.count),
  });
}
