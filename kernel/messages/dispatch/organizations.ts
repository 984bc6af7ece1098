import type { Db, Organization } from '../../ctx/index.ts';

const MAX_AGE_MS = 10_000;

/** Reads organizations by id, remembered for ten seconds: a batch of a hundred messages is usually one organization's. */
export function organizationReader(system: Db): (id: string) => Promise<Organization | null> {
  const kept = new Map<string, { organization: Promise<Organization | null>; at: number }>();
  return (id) => {
    const known = kept.get(id);
    if (known && performance.now() - known.at < MAX_AGE_MS) return known.organization;
    if (kept.size > 1000) kept.clear();
    const organization = read(system, id);
    kept.set(id, { organization, at: performance.now() });
    organization.catch(() => kept.delete(id));
    return organization;
  };
}

async function read(system: Db, id: string): Promise<Organization | null> {
  const row = await system
    .selectFrom('organization')
    .select(['id', 'name', 'slug', 'time_zone', 'currency', 'country', 'language', 'modules'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) return null;
  const { time_zone, ...rest } = row;
  return { ...rest, timeZone: time_zone };
}
