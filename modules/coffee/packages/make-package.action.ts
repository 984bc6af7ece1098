import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { publish } from '../../../kernel/realtime/index.ts';
import { PACKAGE } from '../names.ts';
import type { Package, PackageInput } from './contract.ts';
import { bodiesOf, type Chosen, digestOf, getPackage } from './packages.query.ts';

/**
 * Makes a package of versions of recipes, with the next number. It never changes afterwards. Refusals:
 * `coffee.recipe.not_found`, `coffee.package.twice`, `coffee.package.empty`, `coffee.name_blank`.
 */
export async function makePackage(ctx: Ctx, input: PackageInput): Promise<Result<Package>> {
  const name = input.name.trim();
  if (!name) return refuse('coffee.name_blank', undefined, { name: 'coffee.name_blank' });
  return transaction(ctx, async (tx) => {
    const organization_id = orgOf(tx).id;
    // Packages are made one after the other, so that numbers have no gaps and are never used twice.
    await tx.db
      .selectFrom('organization')
      .select('id')
      .where('id', '=', organization_id)
      .forNoKeyUpdate()
      .executeTakeFirstOrThrow();
    const chosen = await choose(tx, input.recipes);
    if (!chosen.ok) return chosen;
    const bodies = await bodiesOf(tx, chosen.data);
    if (bodies.length < chosen.data.length) return refuse('coffee.recipe.not_found');
    const { latest } = await tx.db
      .selectFrom('coffee_package')
      .select((eb) => eb.fn.max('number').as('latest'))
      .where(inOrg(tx))
      .executeTakeFirstOrThrow();
    const number = (latest ?? 0) + 1;
    const now = tx.clock.now();
    const id = newId(now.getTime());
    const made = { number, name, note: input.note?.trim() ?? '', digest: digestOf(bodies) };
    await tx.db
      .insertInto('coffee_package')
      .values({ organization_id, id, ...made, by_name: tx.actor.name, created_at: now })
      .execute();
    await tx.db
      .insertInto('coffee_package_recipe')
      .values(chosen.data.map(({ recipe_id, version }) => ({ organization_id, package_id: id, recipe_id, version })))
      .execute();
    const recipes = Object.fromEntries(chosen.data.map(({ code, version }) => [code, version]));
    await audit(tx, 'coffee.package.made', { subject: { type: PACKAGE, id }, after: { ...made, recipes } });
    publish(tx, PACKAGE, id);
    return getPackage(tx, id);
  });
}

async function choose(tx: Ctx, wanted: PackageInput['recipes']): Promise<Result<Chosen[]>> {
  const known = await tx.db
    .selectFrom('coffee_recipe')
    .select(['id as recipe_id', 'code', 'name', 'version', 'active'])
    .where(inOrg(tx))
    .orderBy('code')
    .execute();
  if (!wanted) {
    const used = known.filter(({ active }) => active).slice(0, 200);
    return used.length > 0 ? ok(used) : refuse('coffee.package.empty');
  }
  if (new Set(wanted.map(({ recipe_id }) => recipe_id)).size < wanted.length) return refuse('coffee.package.twice');
  const chosen = wanted.flatMap(({ recipe_id, version }) => {
    const recipe = known.find((one) => one.recipe_id === recipe_id);
    return recipe && version <= recipe.version ? [{ ...recipe, version }] : [];
  });
  return chosen.length === wanted.length ? ok(chosen) : refuse('coffee.recipe.not_found');
}
