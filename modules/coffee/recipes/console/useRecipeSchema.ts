import { type Camelized, useGet } from '../../../../kernel/ui/index.ts';
import type { Material } from '../../materials/contract.ts';
import { type RecipeBody, RecipeBody as recipeBody } from '../contract.ts';
import type { Schema } from './SchemaForm.tsx';

/** The schema that the server checks with; both are the same file. */
export const SCHEMA = recipeBody as unknown as Schema;

/** The materials to choose from in a recipe. */
export function useMaterialChoices(): Record<string, { id: string; name: string }[]> {
  const query = useGet<Camelized<Material>[]>('/coffee/materials', { limit: 200 });
  const list = (query.data ?? []).map(({ code, name }) => ({ id: code, name: `${name} (${code})` }));
  return { material: list };
}

const NAMES: [string, string][] = [
  ['cupMl', 'cup_ml'],
  ['pressureBar', 'pressure_bar'],
];

/** A body as the API client shows it (camelCase), with the names of its schema. */
export function withSchemaNames(value: unknown): RecipeBody {
  const text = NAMES.reduce(
    (json, [camel, snake]) => json.replaceAll(`"${camel}":`, `"${snake}":`),
    JSON.stringify(value),
  );
  return JSON.parse(text) as RecipeBody;
}
