import { isDeepStrictEqual } from 'node:util';
import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import { type Refusal, type Result, refuse } from '../../../kernel/lib/result.ts';
import { publish } from '../../../kernel/realtime/index.ts';
import { changedFields, trimmed } from '../changed-fields.ts';
import { materialsByCode } from '../materials/materials.query.ts';
import { RECIPE } from '../names.ts';
import type { Recipe, RecipeBody, RecipeInput, RecipePatch, VersionInput } from './contract.ts';
import { diffOf } from './diff.rule.ts';
import { getRecipe } from './recipes.query.ts';

const FIELDS = ['name', 'active'] as const;

/** Adds a recipe. Refusals: `coffee.recipe.code_taken`, `coffee.material.not_found`, `coffee.name_blank`. */
export async function addRecipe(ctx: Ctx, input: RecipeInput): Promise<Result<Recipe>> {
  const { code, body, note = '' } = input;
  const name = input.name.trim();
  if (!name) return refuse('coffee.name_blank', undefined, { name: 'coffee.name_blank' });
  return transaction(ctx, async (tx) => {
    const unknown = await unknownMaterial(tx, body);
    if (unknown) return unknown;
    const organization_id = orgOf(tx).id;
    const now = tx.clock.now();
    const id = newId(now.getTime());
    const made = await tx.db
      .insertInto('coffee_recipe')
      .values({ organization_id, id, code, name, version: 1, created_at: now, updated_at: now })
      .onConflict((same) => same.columns(['organization_id', 'code']).doNothing())
      .returning('id')
      .executeTakeFirst();
    if (!made) return refuse('coffee.recipe.code_taken', undefined, { code: 'coffee.recipe.code_taken' });
    await writeVersion(tx, id, 1, { body, note });
    await audit(tx, 'coffee.recipe.added', { subject: { type: RECIPE, id }, after: { code, name, body } });
    publish(tx, RECIPE, id);
    return getRecipe(tx, id);
  });
}

/** Renames a recipe, or takes it out of use. Refusals: `coffee.recipe.not_found`, `coffee.name_blank`. */
export async function changeRecipe(ctx: Ctx, id: string, patch: RecipePatch): Promise<Result<Recipe>> {
  const values = trimmed(patch);
  if (values.name === '') return refuse('coffee.name_blank', undefined, { name: 'coffee.name_blank' });
  return transaction(ctx, async (tx) => {
    const row = await lockRecipe(tx, id);
    if (!row) return refuse('coffee.recipe.not_found');
    const change = changedFields(FIELDS, row, values);
    if (!change) return getRecipe(tx, id);
    await tx.db
      .updateTable('coffee_recipe')
      .set({ ...change.after, updated_at: tx.clock.now() })
      .where(inOrg(tx))
      .where('id', '=', id)
      .execute();
    await audit(tx, 'coffee.recipe.changed', {
      subject: { type: RECIPE, id },
      before: { code: row.code, ...change.before },
      after: change.after,
    });
    publish(tx, RECIPE, id);
    return getRecipe(tx, id);
  });
}

/**
 * Makes the next version of a recipe. Refusals: `coffee.recipe.not_found`, `coffee.recipe.newer` (somebody else made one
 * meanwhile), `coffee.recipe.same`, `coffee.material.not_found`.
 */
export async function addVersion(ctx: Ctx, id: string, input: VersionInput): Promise<Result<Recipe>> {
  return transaction(ctx, async (tx) => {
    const row = await lockRecipe(tx, id);
    if (!row) return refuse('coffee.recipe.not_found');
    if (row.version !== input.based_on) return refuse('coffee.recipe.newer', { version: row.version });
    const current = await getRecipe(tx, id);
    if (!current.ok) return current;
    if (isDeepStrictEqual(current.data.body, input.body)) return refuse('coffee.recipe.same');
    const unknown = await unknownMaterial(tx, input.body);
    if (unknown) return unknown;
    const version = row.version + 1;
    await writeVersion(tx, id, version, { body: input.body, note: input.note ?? '' });
    await tx.db
      .updateTable('coffee_recipe')
      .set({ version, updated_at: tx.clock.now() })
      .where(inOrg(tx))
      .where('id', '=', id)
      .execute();
    await audit(tx, 'coffee.recipe.versioned', {
      subject: { type: RECIPE, id },
      before: { version: row.version },
      after: { code: row.code, version, changes: diffOf(current.data.body, input.body) },
      ...(input.note && { note: input.note }),
    });
    publish(tx, RECIPE, id);
    return getRecipe(tx, id);
  });
}

function lockRecipe(tx: Ctx, id: string) {
  return tx.db
    .selectFrom('coffee_recipe')
    .selectAll()
    .where(inOrg(tx))
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst();
}

async function writeVersion(tx: Ctx, id: string, version: number, made: { body: RecipeBody; note: string }) {
  await tx.db
    .insertInto('coffee_recipe_version')
    .values({
      organization_id: orgOf(tx).id,
      recipe_id: id,
      version,
      body: JSON.stringify(made.body),
      note: made.note.trim(),
      by_name: tx.actor.name,
      created_at: tx.clock.now(),
    })
    .execute();
}

async function unknownMaterial(tx: Ctx, { ingredients }: RecipeBody): Promise<Refusal | null> {
  const codes = ingredients.map(({ material }) => material);
  const known = await materialsByCode(tx, codes);
  const index = codes.findIndex((code) => !known.has(code));
  if (index < 0) return null;
  const field = `body.ingredients.${index}.material`;
  return refuse('coffee.material.not_found', undefined, { [field]: 'coffee.material.not_found' });
}
