import { type Ctx, orgOf } from '../ctx/index.ts';
import type { Mapping } from './find-heading.ts';
import { fingerprintOf } from './headings.ts';

/** Remembers which column is which for files with these headings; a file without headings has nothing to be known by. */
export async function rememberFormat(
  tx: Ctx,
  name: string,
  cells: string[],
  { heading_row, columns }: Mapping,
): Promise<void> {
  if (heading_row === 0) return;
  const updated_at = tx.clock.now();
  const chosen = JSON.stringify(columns);
  await tx.db
    .insertInto('import_format')
    .values({ organization_id: orgOf(tx).id, name, fingerprint: fingerprintOf(cells), columns: chosen, updated_at })
    .onConflict((on) =>
      on.columns(['organization_id', 'name', 'fingerprint']).doUpdateSet({ columns: chosen, updated_at }),
    )
    .execute();
}
