import { type Static, Type } from 'typebox';
import { At, Id, nullable } from '../../../kernel/lib/schemas.ts';

const strict = { additionalProperties: false };

const STEP_ACTIONS = ['grind', 'tamp', 'preinfuse', 'extract', 'dispense', 'steam', 'mix', 'rinse'] as const;

/**
 * How a product is made, as machines get it. The same schema checks requests, is what `recipe.schema.json` beside it
 * ships (a test compares the two), and makes the console's form: `title` and `description` are shown there in English;
 * their texts in other languages are `console.coffee.recipe.field.<name>`.
 */
export const RecipeBody = Type.Object(
  {
    cup_ml: Type.Integer({ title: 'Cup', description: 'What the cup has to hold, in ml.', minimum: 10, maximum: 2000 }),
    temperature: Type.Number({
      title: 'Water temperature',
      description: 'Degrees Celsius at the brewing group.',
      minimum: 1,
      maximum: 100,
    }),
    ingredients: Type.Array(
      Type.Object(
        {
          material: Type.String({
            title: 'Material',
            description: 'Code of a material; its unit is that of the quantity.',
            pattern: '^[a-z0-9][a-z0-9_-]{0,39}$',
            maxLength: 40,
          }),
          quantity: Type.Number({
            title: 'Quantity',
            description: 'In g, ml or pieces, with three decimals at most.',
            minimum: 0.001,
            maximum: 10_000,
            multipleOf: 0.001,
          }),
        },
        strict,
      ),
      { title: 'Ingredients', description: 'What one serving takes out of the bins.', minItems: 1, maxItems: 20 },
    ),
    steps: Type.Optional(
      Type.Array(
        Type.Object(
          {
            action: Type.Enum([...STEP_ACTIONS], { title: 'Action' }),
            seconds: Type.Optional(Type.Number({ title: 'Seconds', minimum: 0, maximum: 600 })),
            pressure_bar: Type.Optional(Type.Number({ title: 'Pressure, bar', minimum: 0, maximum: 20 })),
          },
          strict,
        ),
        { title: 'Steps', description: 'In the order in which the machine does them.', maxItems: 30 },
      ),
    ),
    note: Type.Optional(Type.String({ title: 'Note for the screen', maxLength: 200 })),
  },
  { ...strict, title: 'Recipe', description: 'How a machine of the fleet makes one serving of a product.' },
);
export type RecipeBody = Static<typeof RecipeBody>;

const SCHEMA_ID = 'counterfoil/coffee/recipe/1';

/** The schema as a document of its own, JSON Schema 2020-12. */
export const recipeSchema = () => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: SCHEMA_ID,
  ...(JSON.parse(JSON.stringify(RecipeBody)) as Record<string, unknown>),
});

const Version = Type.Integer({ minimum: 1, maximum: 1_000_000 });
const Note = Type.String({ maxLength: 500, description: 'What changed, and why.' });

export const RecipeInput = Type.Object(
  {
    code: Type.String({
      pattern: '^[a-z0-9][a-z0-9_-]{0,39}$',
      maxLength: 40,
      description: 'What machines call the product in their orders.',
    }),
    name: Type.String({ minLength: 1, maxLength: 120 }),
    body: RecipeBody,
    note: Type.Optional(Note),
  },
  strict,
);
export type RecipeInput = Static<typeof RecipeInput>;
export const RecipePatch = Type.Partial(
  Type.Object({ name: Type.String({ minLength: 1, maxLength: 120 }), active: Type.Boolean() }, strict),
);
export type RecipePatch = Static<typeof RecipePatch>;
export const VersionInput = Type.Object(
  {
    based_on: Version,
    body: RecipeBody,
    note: Type.Optional(Note),
  },
  strict,
);
export type VersionInput = Static<typeof VersionInput>;

export const Recipe = Type.Object({
  id: Id,
  code: Type.String(),
  name: Type.String(),
  // Not `version`: to the console that is the record's ETag.
  newest: Type.Integer({ description: 'The newest version, which `body` is.' }),
  active: Type.Boolean(),
  body: RecipeBody,
  created_at: At,
  updated_at: At,
});
export type Recipe = Static<typeof Recipe>;
export const RecipeVersion = Type.Object({
  version: Type.Integer(),
  body: RecipeBody,
  note: Type.String(),
  by: Type.String(),
  created_at: At,
});
export type RecipeVersion = Static<typeof RecipeVersion>;
export const RecipeFilter = Type.Object({ active: Type.Optional(Type.Boolean()) }, strict);
export type RecipeFilter = Static<typeof RecipeFilter>;

const Leaf = nullable(Type.Union([Type.String(), Type.Number(), Type.Boolean()]));
export const DiffQuery = Type.Object({ from: Version, to: Version });
export const Diff = Type.Object({
  from: Type.Integer(),
  to: Type.Integer(),
  changes: Type.Array(Type.Object({ path: Type.String(), before: Leaf, after: Leaf })),
});
export type Diff = Static<typeof Diff>;
