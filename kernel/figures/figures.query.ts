import { type Ctx, orgOf } from '../ctx/index.ts';
import { formatAmount } from '../lib/money.ts';
import { ok, type Result, refuse } from '../lib/result.ts';
import { dayIn } from '../lib/time.ts';
import type { FigureValue } from '../module/index.ts';
import { memberById } from '../staff/index.ts';
import { membershipsOf } from '../tenancy/index.ts';
import type { OrganizationFigures } from './contract.ts';

/** Of more organizations a person sees no figures on one page. */
const MAX_ORGANIZATIONS = 100;

/**
 * Today's figures of each organization of the caller, by name. Each is read in a context of its own organization, with
 * what the caller may see there: row-level security and roles hold as if they had switched to it. Refuses with
 * `auth.person_required`.
 */
export async function figuresOfAll(ctx: Ctx): Promise<Result<OrganizationFigures[]>> {
  if (ctx.actor.kind !== 'user') return refuse('auth.person_required');
  const { id } = ctx.actor;
  const memberships = await membershipsOf(ctx, id);
  const all: OrganizationFigures[] = [];
  // One after the other: the page is looked at now and then, and other requests need the connections too.
  for (const { organization } of memberships.slice(0, MAX_ORGANIZATIONS)) {
    const { database } = ctx.services;
    const actor = await memberById({ ...ctx, organization, db: database.forOrganization(organization.id) }, id);
    // Removed a moment ago.
    if (!actor) continue;
    const db = database.forOrganization(organization.id, actor.limit?.id);
    all.push(await figuresOf({ ...ctx, organization, actor, db }));
  }
  return ok(
    all.sort((a, b) => a.organization.name.localeCompare(b.organization.name, ctx.locale)),
    { next: null },
  );
}

async function figuresOf(inside: Ctx): Promise<OrganizationFigures> {
  const { id, name, currency, timeZone, modules } = orgOf(inside);
  const figures: OrganizationFigures['figures'] = [];
  for (const { kind, permission, to, read } of inside.services.figures) {
    if (!inside.services.authenticator.can(inside, permission)) continue;
    figures.push({ kind, to, ...viewOf(await read(inside), currency) });
  }
  const day = dayIn(timeZone, inside.clock.now());
  return { organization: { id, name, currency }, day, modules, figures };
}

function viewOf(
  values: FigureValue[],
  ownCurrency: string,
): Pick<OrganizationFigures['figures'][number], 'count' | 'sums'> {
  const counts = values.flatMap((value) => ('count' in value ? [value.count] : []));
  if (counts.length > 0) return { count: counts.reduce((sum, one) => sum + one, 0), sums: [] };
  const sums = values.flatMap((value) => ('count' in value ? [] : [value]));
  // A day without sales is a day with sales of nothing.
  if (sums.length === 0) sums.push({ currency: ownCurrency, minor: 0 });
  return {
    count: null,
    sums: sums.map(({ currency, minor }) => ({ currency, amount: formatAmount(minor, currency), amount_minor: minor })),
  };
}
