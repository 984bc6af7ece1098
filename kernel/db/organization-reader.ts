import type { Db, Organization } from '../ctx/index.ts';
import { LimitedMap } from '../lib/limited-map.ts';
import { findOrganization } from './organization.ts';

const MAX_AGE_MS = 10_000;

/**
 * Reads organizations by id with a cache of ten seconds: a batch of a hundred messages is usually of one organization.
 */
export function organizationReader(system: Db): (id: string) => Promise<Organization | null> {
  const kept = new LimitedMap<string, { organization: Promise<Organization | null>; at: number }>(1000);
  return (id) => {
    const known = kept.get(id);
    if (known && performance.now() - known.at < MAX_AGE_MS) return known.organization;
    const organization = findOrganization(system, { id });
    kept.set(id, { organization, at: performance.now() });
    organization.catch(() => kept.delete(id));
    return organization;
  };
}
