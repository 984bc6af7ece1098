import { type Ctx, orgOf } from '../../ctx/index.ts';
import { newId } from '../../lib/ids.ts';
import type { Mapping } from '../domain/mapping.ts';

/** Stores the mapping for these headings; without a name the old one stays. */
export async function rememberFormat(
  tx: Ctx,
  format: { fingerprint: string; mapping: Mapping; name: string | null; fallbackName: string },
): Promise<string> {
  const now = tx.clock.now();
  // The next file may have a longer preamble: its heading is found by its words. A file without headings has none again.
  const { heading_row, ...columns } = format.mapping;
  const mapping = JSON.stringify(heading_row === 0 ? { ...columns, heading_row } : columns);
  const row = await tx.db
    .insertInto('statement_format')
    .values({
      organization_id: orgOf(tx).id,
      id: newId(now.getTime()),
      name: (format.name ?? format.fallbackName).slice(0, 100),
      fingerprint: format.fingerprint,
      mapping,
      created_at: now,
      updated_at: now,
    })
    .onConflict((on) =>
      on
        .columns(['organization_id', 'fingerprint'])
        .doUpdateSet({ mapping, updated_at: now, ...(format.name && { name: format.name.slice(0, 100) }) }),
    )
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}
