import { Type } from 'typebox';
import { NewestFirst } from '../../../kernel/http/index.ts';
import { ok } from '../../../kernel/lib/result.ts';
import { ById } from '../../../kernel/lib/schemas.ts';
import { defineRecord, type Route, route } from '../../../kernel/module/index.ts';
import { RECIPE } from '../names.ts';
import {
  Diff,
  DiffQuery,
  Recipe,
  RecipeFilter,
  RecipeInput,
  RecipePatch,
  RecipeVersion,
  recipeSchema,
  VersionInput,
} from './contract.ts';
import { diffVersions, getRecipe, listRecipes, versionsOf } from './recipes.query.ts';
import { addRecipe, addVersion, changeRecipe } from './save-recipe.action.ts';

const record = defineRecord({
  subject: RECIPE,
  patch: RecipePatch,
  read: (ctx, { id }: { id: string }) => getRecipe(ctx, id),
});

export const recipeRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/coffee/recipe-schema',
    permission: 'coffee.read',
    summary: 'The JSON Schema of a recipe, which checks what is sent and makes the console’s form',
    reply: Type.Any(),
    run: async () => ok(recipeSchema()),
  }),
  route({
    method: 'GET',
    path: '/coffee/recipes',
    permission: 'coffee.read',
    summary: 'Recipes with their newest version, newest first; search looks at code and name',
    query: NewestFirst,
    filter: RecipeFilter,
    reply: Type.Array(Recipe),
    run: (ctx, { query, filter }) => listRecipes(ctx, { ...query, filter }),
  }),
  route({
    method: 'POST',
    path: '/coffee/recipes',
    permission: 'coffee.manage',
    summary: 'Add a recipe',
    body: RecipeInput,
    reply: Recipe,
    status: 201,
    idempotent: true,
    run: (ctx, { body }) => addRecipe(ctx, body),
  }),
  route({
    method: 'GET',
    path: '/coffee/recipes/{id}',
    permission: 'coffee.read',
    summary: 'One recipe with its newest version',
    record,
    params: ById,
    reply: Recipe,
    run: (ctx, { params }) => getRecipe(ctx, params.id),
  }),
  route({
    method: 'PATCH',
    path: '/coffee/recipes/{id}',
    permission: 'coffee.manage',
    summary: 'Rename a recipe, or take it out of use',
    record,
    params: ById,
    body: RecipePatch,
    reply: Recipe,
    run: (ctx, { params, body }) => changeRecipe(ctx, params.id, body),
  }),
  route({
    method: 'GET',
    path: '/coffee/recipes/{id}/versions',
    permission: 'coffee.read',
    summary: 'The versions of a recipe, the newest first',
    params: ById,
    reply: Type.Array(RecipeVersion),
    run: (ctx, { params }) => versionsOf(ctx, params.id),
  }),
  route({
    method: 'POST',
    path: '/coffee/recipes/{id}/versions',
    permission: 'coffee.manage',
    summary: 'Make the next version of a recipe; the ones before stay as they are',
    params: ById,
    body: VersionInput,
    reply: Recipe,
    status: 201,
    idempotent: true,
    run: (ctx, { params, body }) => addVersion(ctx, params.id, body),
  }),
  route({
    method: 'GET',
    path: '/coffee/recipes/{id}/diff',
    permission: 'coffee.read',
    summary: 'What differs between two versions of a recipe',
    params: ById,
    query: DiffQuery,
    reply: Diff,
    run: (ctx, { params, query }) => diffVersions(ctx, params.id, query),
  }),
];
