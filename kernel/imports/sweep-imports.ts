import type { ExpressionBuilder } from 'kysely';
import type { DB } from '../../db/types.ts';
import { type Ctx, inOrg } from '../ctx/index.ts';
import { sweep } from '../db/index.ts';

/** As long as the CSV itself (source.ts). */
const KEEP_MS = 30 * 24 * 3_600_000;

/** What of an import holds cells of its file. */
const CELLS = ['faults', 'sample', 'warnings', 'unused'] as const;
const holdsCells = ({ or, eb }: ExpressionBuilder<DB, 'import'>) => or(CELLS.map((column) => eb(column, '!=', '[]')));

/** Empties the faults, samples and examples of old imports, which are personal data; the counts stay. */
export async function sweepImports(ctx: Ctx): Promise<void> {
  const before = new Date(ctx.clock.now().getTime() - KEEP_MS);
  await sweep(ctx, {
    async due() {
      const rows = await ctx.system
        .selectFrom('import')
        .select('organization_id as id')
        .distinct()
        .where('created_at', '<', before)
        .where(holdsCells)
        .execute();
      return rows.map(({ id }) => id);
    },
    async step(inside) {
      await inside.db
        .updateTable('import')
        .set({ faults: '[]', sample: '[]', warnings: '[]', unused: '[]' })
        .where(inOrg(inside))
        .where('created_at', '<', before)
        .where(holdsCells)
        .execute();
      return false;
    },
  });
}
