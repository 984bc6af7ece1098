import { readFileSync, writeFileSync } from 'node:fs';
import { Value } from 'typebox/value';
import { expect, test } from 'vitest';
import { RecipeBody, recipeSchema } from './contract.ts';

const FILE = 'modules/coffee/recipes/recipe.schema.json';
const espresso = { cup_ml: 40, temperature: 93, ingredients: [{ material: 'beans', quantity: 7.5 }] };

test('recipe.schema.json is the schema that checks requests', () => {
  const made = `${JSON.stringify(recipeSchema(), null, 2)}\n`;
  if (process.env.WRITE_RECIPE_SCHEMA) writeFileSync(FILE, made);
  expect(JSON.parse(readFileSync(FILE, 'utf8')), 'run this test with WRITE_RECIPE_SCHEMA=1').toEqual(JSON.parse(made));
});

test.each([
  ['the least', espresso, true],
  [
    'with steps',
    {
      ...espresso,
      steps: [
        { action: 'grind', seconds: 4 },
        { action: 'extract', pressure_bar: 9 },
      ],
    },
    true,
  ],
  ['without ingredients', { ...espresso, ingredients: [] }, false],
  ['with nothing of something', { ...espresso, ingredients: [{ material: 'beans', quantity: 0 }] }, false],
  ['with a text for a number', { ...espresso, temperature: '93' }, false],
  ['with an unknown field', { ...espresso, sugar: true }, false],
  ['with an unknown action', { ...espresso, steps: [{ action: 'dance' }] }, false],
])('a recipe %s', (_, body, fits) => {
  expect(Value.Check(RecipeBody, body)).toBe(fits);
});
