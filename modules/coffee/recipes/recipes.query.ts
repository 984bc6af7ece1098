import { sql } from 'kysely';
import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import { findPage, type PageQuery } from '../../../kernel/db/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { wordPatterns } from '../../../kernel/lib/searchable.ts';
import type { Diff, Recipe, RecipeBody, RecipeFilter, RecipeVersion } from './contract.ts';
import { diffOf } from './diff.rule.ts';

type Query = PageQuery & { filter: RecipeFilter; search?: string | undefined };

const recipes = (ctx: Ctx) =>
  ctx.db
    .selectFrom('coffee_recipe as r')
    .innerJoin('coffee_recipe_version as v', (on) =>
      on
        .onRef('v.organization_id', '=', 'r.organization_id')
        .onRef('v.recipe_id', '=', 'r.id')
        .onRef('v.version', '=', 'r.version'),
    )
    .select(['r.id', 'r.code', 'r.name', 'r.version', 'r.active', 'r.created_at', 'r.updated_at', 'v.body'])
    .where(inOrg(ctx, 'r'));
type Row = Awaited<ReturnType<ReturnType<typeof recipes>['execute']>>[number];

const asRecipe = ({ version, ...row }: Row): Recipe => ({
  ...row,
  newest: version,
  body: row.body as unknown as RecipeBody,
  created_at: row.created_at.toISOString(),
  updated_at: row.updated_at.toISOString(),
});

/** A page of recipes with their newest version, newest first; `search` looks at code and name. */
export async function listRecipes(ctx: Ctx, query: Query): Promise<Result<Recipe[]>> {
  let rows = recipes(ctx);
  if (query.filter.active !== undefined) rows = rows.where('r.active', '=', query.filter.active);
  for (const pattern of wordPatterns(query.search).slice(0, 8)) {
    rows = rows.where(sql<boolean>`app_fold(r.code || E'\n' || r.name) like ${pattern}`);
  }
  return findPage(rows, 'r.id', query, asRecipe);
}

/** One recipe with its newest version; refuses with `coffee.recipe.not_found`. */
export async function getRecipe(ctx: Ctx, id: string): Promise<Result<Recipe>> {
  const row = await recipes(ctx).where('r.id', '=', id).executeTakeFirst();
  return row ? ok(asRecipe(row)) : refuse('coffee.recipe.not_found');
}

/** The versions of a recipe, the newest first; 200 at most. */
export async function versionsOf(ctx: Ctx, id: string): Promise<Result<RecipeVersion[]>> {
  const rows = await ctx.db
    .selectFrom('coffee_recipe_version')
    .select(['version', 'body', 'note', 'by_name', 'created_at'])
    .where(inOrg(ctx))
    .where('recipe_id', '=', id)
    .orderBy('version', 'desc')
    .limit(200)
    .execute();
  if (rows.length === 0) return refuse('coffee.recipe.not_found');
  return ok(
    rows.map(({ by_name, body, created_at, ...row }) => ({
      ...row,
      body: body as unknown as RecipeBody,
      by: by_name,
      created_at: created_at.toISOString(),
    })),
    { next: null },
  );
}

/** What differs between two versions; refuses with `coffee.recipe.not_found`. */
export async function diffVersions(ctx: Ctx, id: string, between: { from: number; to: number }): Promise<Result<Diff>> {
  const { from, to } = between;
  const rows = await ctx.db
    .selectFrom('coffee_recipe_version')
    .select(['version', 'body'])
    .where(inOrg(ctx))
    .where('recipe_id', '=', id)
    .where('version', 'in', [from, to])
    .execute();
  const [old, now] = [from, to].map((version) => rows.find((row) => row.version === version)?.body);
  if (old === undefined || now === undefined) return refuse('coffee.recipe.not_found');
  return ok({ from, to, changes: diffOf(old, now) });
}
