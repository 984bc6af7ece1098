import { sql } from 'kysely';
import type { Boot } from '../module/index.ts';

/** Whether an organization uses a module whose devices have messages. */
export async function hasMachines({ manifests, database }: Boot): Promise<boolean> {
  const names = manifests.filter(({ kind, deviceMessages }) => kind === 'module' && deviceMessages?.length);
  if (names.length === 0) return false;
  // Raw SQL: arrays that have something in common.
  const { rows } = await sql`
    select from organization where modules && ${names.map(({ name }) => name)}::text[] limit 1`.execute(
    database.system,
  );
  return rows.length > 0;
}
