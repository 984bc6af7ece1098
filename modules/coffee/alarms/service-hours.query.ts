import { type Ctx, inOrg, onOrg, orgOf } from '../../../kernel/ctx/index.ts';
import type { ServiceHours } from './contract.ts';
import { type ServiceWindow, showMinute } from './service-hours.rule.ts';

const rows = (ctx: Ctx) =>
  ctx.db
    .selectFrom('coffee_service_hours as s')
    .leftJoin('coffee_location as l', onOrg('l.id', 's.scope_id'))
    .select(['s.scope_id', 's.windows', 'l.id', 'l.name'])
    .where(inOrg(ctx, 's'));

/** When people may be told: of the organization first, then of the locations with hours of their own, by name. */
export async function listServiceHours(ctx: Ctx): Promise<ServiceHours[]> {
  const all = await rows(ctx).orderBy('l.name').limit(1000).execute();
  const own = all.filter(({ scope_id }) => scope_id === orgOf(ctx).id);
  // A location that the reader may not see has no name.
  const places = all.filter(({ id }) => id !== null);
  return [...own, ...places].map(({ id, name, windows }) => ({
    location: id === null ? null : { id, name: name ?? '' },
    windows: (windows as unknown as ServiceWindow[]).map(({ days, from, to }) => ({
      days,
      from: showMinute(from),
      to: showMinute(to),
    })),
  }));
}

/** The windows of each scope: of locations by their id, of the organization by its own. */
export async function serviceWindows(ctx: Ctx): Promise<Map<string, ServiceWindow[]>> {
  const all = await rows(ctx).execute();
  return new Map(all.map(({ scope_id, windows }) => [scope_id, windows as unknown as ServiceWindow[]]));
}
