import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { type Ctx, inOrg, onOrg } from '../../../kernel/ctx/index.ts';
import { findPage, type PageQuery } from '../../../kernel/db/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { isNamed } from '../machines/own-machine.query.ts';
import type { RecipeBody } from '../recipes/contract.ts';
import type { Package, PackageContent } from './contract.ts';

const packages = (ctx: Ctx) =>
  ctx.db
    .selectFrom('coffee_package as p')
    .select(['p.id', 'p.number', 'p.name', 'p.note', 'p.digest', 'p.by_name', 'p.created_at'])
    .select((eb) => [
      eb
        .selectFrom('coffee_package_recipe as i')
        .innerJoin('coffee_recipe as r', onOrg('r.id', 'i.recipe_id'))
        .select(
          sql<Package['recipes']>`coalesce(json_agg(json_build_object('recipe_id', r.id, 'code', r.code, 'name', r.name,
            'version', i.version) order by r.code), '[]')`.as('list'),
        )
        .whereRef('i.organization_id', '=', 'p.organization_id')
        .whereRef('i.package_id', '=', 'p.id')
        .as('recipes'),
      eb
        .selectFrom('coffee_machine as c')
        .select((c) => c.fn.countAll<number>().as('n'))
        .whereRef('c.organization_id', '=', 'p.organization_id')
        .whereRef('c.package_number', '=', 'p.number')
        .where('c.state', '=', 'active')
        .as('machines'),
    ])
    .where(inOrg(ctx, 'p'));
type Row = Awaited<ReturnType<ReturnType<typeof packages>['execute']>>[number];

const asPackage = ({ by_name, ...row }: Row): Package => ({
  ...row,
  recipes: row.recipes ?? [],
  machines: row.machines ?? 0,
  by: by_name,
  created_at: row.created_at.toISOString(),
});

/** A page of packages, newest first. */
export async function listPackages(ctx: Ctx, query: PageQuery): Promise<Result<Package[]>> {
  return findPage(packages(ctx), 'p.id', query, asPackage);
}

/** One package; refuses with `coffee.package.not_found`. */
export async function getPackage(ctx: Ctx, id: string): Promise<Result<Package>> {
  const row = await packages(ctx).where('p.id', '=', id).executeTakeFirst();
  return row ? ok(asPackage(row)) : refuse('coffee.package.not_found');
}

/** A package as machines get it; refuses with `coffee.package.not_found`. */
export async function packageContent(ctx: Ctx, id: string): Promise<Result<PackageContent>> {
  const found = await getPackage(ctx, id);
  if (!found.ok) return found;
  const { number, name, digest, recipes } = found.data;
  return ok({ number, name, digest, recipes: await bodiesOf(ctx, recipes) });
}

/**
 * What the machine of a device should run; refuses with `coffee.package.not_found` when nothing was chosen for it, and
 * `coffee.machine.not_yours`, also when `reference` names another machine.
 */
export async function ownPackage(ctx: Ctx, deviceId: string, reference: string): Promise<Result<PackageContent>> {
  const machine = await ctx.db
    .selectFrom('coffee_machine')
    .select(['id', 'serial', 'device_id', 'wanted_package_id'])
    .where(inOrg(ctx))
    .where('device_id', '=', deviceId)
    .executeTakeFirst();
  if (!machine || !isNamed(machine, reference)) return refuse('coffee.machine.not_yours');
  if (machine.wanted_package_id === null) return refuse('coffee.package.not_found');
  return packageContent(ctx, machine.wanted_package_id);
}

export type Chosen = { recipe_id: string; code: string; name: string; version: number };

/** The recipes of a package with their bodies, by code. */
export async function bodiesOf(ctx: Ctx, recipes: Chosen[]): Promise<PackageContent['recipes']> {
  const rows = await ctx.db
    .selectFrom('coffee_recipe_version')
    .select(['recipe_id', 'version', 'body'])
    .where(inOrg(ctx))
    .where('recipe_id', '=', (eb) => eb.fn.any(eb.val(recipes.map(({ recipe_id }) => recipe_id))))
    .execute();
  return recipes
    .toSorted((a, b) => (a.code < b.code ? -1 : 1))
    .flatMap(({ recipe_id, code, name, version }) => {
      const row = rows.find((one) => one.recipe_id === recipe_id && one.version === version);
      return row ? [{ code, name, version, body: row.body as unknown as RecipeBody }] : [];
    });
}

/** The digest by which a machine checks what it got: of the recipes' codes, versions and bodies, in canonical JSON. */
export function digestOf(recipes: PackageContent['recipes']): string {
  const content = recipes.map(({ code, version, body }) => ({ code, version, body }));
  return createHash('sha256').update(canonical(content)).digest('hex');
}

/** JSON with the keys of objects in order, so that equal content is equal text. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, one]) => `${JSON.stringify(key)}:${canonical(one)}`).join(',')}}`;
}
