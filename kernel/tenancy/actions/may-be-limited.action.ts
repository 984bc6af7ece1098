import type { Ctx, Limit, Role } from '../../ctx/index.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { findPart } from '../limits.ts';

/**
 * Whether a member with this role can be limited to a part; answers its name. Refusals: `tenancy.owner_unlimited`,
 * `tenancy.limit_unknown`.
 */
export async function mayBeLimited(tx: Ctx, role: Role, limit: Limit | null): Promise<Result<string | null>> {
  if (!limit) return ok(null);
  if (role === 'owner') return refuse('tenancy.owner_unlimited', undefined, { limit: 'tenancy.owner_unlimited' });
  const part = await findPart(tx, limit);
  return part ? ok(part.name) : refuse('tenancy.limit_unknown', undefined, { limit: 'tenancy.limit_unknown' });
}
