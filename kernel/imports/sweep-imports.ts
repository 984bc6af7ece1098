import type { Ctx } from '../ctx/index.ts';

/** As long as the CSV itself (source.ts): after that nobody mends rows any more, and they are personal data. */
const KEEP_MS = 30 * 24 * 3_600_000;

/** Forgets the refused rows, the duplicates and the samples of old imports; the counts stay. */
export async function sweepImports(ctx: Ctx): Promise<void> {
  const before = new Date(ctx.clock.now().getTime() - KEEP_MS);
  await ctx.system
    .deleteFrom('import_refused_row')
    .using('import')
    .whereRef('import.organization_id', '=', 'import_refused_row.organization_id')
    .whereRef('import.id', '=', 'import_refused_row.import_id')
    .where('import.created_at', '<', before)
    .execute();
  await ctx.system
    .deleteFrom('import_duplicate')
    .using('import')
    .whereRef('import.organization_id', '=', 'import_duplicate.organization_id')
    .whereRef('import.id', '=', 'import_duplicate.import_id')
    .where('import.created_at', '<', before)
    .execute();
  await ctx.system
    .updateTable('import')
    .set({ faults: '[]', sample: '[]' })
    .where('created_at', '<', before)
    .where('sample', '!=', '[]')
    .execute();
}
