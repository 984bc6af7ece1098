import { type Static, Type } from 'typebox';
import { At, Id } from '../../../kernel/lib/schemas.ts';
import { RecipeBody } from '../recipes/contract.ts';

const strict = { additionalProperties: false };

export const PackageInput = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 120 }),
    note: Type.Optional(Type.String({ maxLength: 500 })),
    recipes: Type.Optional(
      Type.Array(Type.Object({ recipe_id: Id, version: Type.Integer({ minimum: 1, maximum: 1_000_000 }) }, strict), {
        minItems: 1,
        maxItems: 200,
        description: 'Default: the newest version of each recipe in use.',
      }),
    ),
  },
  strict,
);
export type PackageInput = Static<typeof PackageInput>;

export const Package = Type.Object({
  id: Id,
  number: Type.Integer({ description: 'What machines report; each package has the next one.' }),
  name: Type.String(),
  note: Type.String(),
  digest: Type.String({ description: 'SHA-256 of its recipes, in hex.' }),
  recipes: Type.Array(
    Type.Object({ recipe_id: Id, code: Type.String(), name: Type.String(), version: Type.Integer() }),
  ),
  machines: Type.Integer({ description: 'Machines in use that say they run it.' }),
  by: Type.String(),
  created_at: At,
});
export type Package = Static<typeof Package>;

/** A package as machines get it. */
export const PackageContent = Type.Object({
  number: Type.Integer(),
  name: Type.String(),
  digest: Type.String(),
  recipes: Type.Array(
    Type.Object({ code: Type.String(), name: Type.String(), version: Type.Integer(), body: RecipeBody }),
  ),
});
export type PackageContent = Static<typeof PackageContent>;
