import { expect, test } from 'vitest';
import { diffOf } from './diff.rule.ts';

const body = {
  cup_ml: 40,
  ingredients: [
    { material: 'beans', quantity: 7 },
    { material: 'milk', quantity: 100 },
  ],
};

test.each([
  ['nothing', body, []],
  ['a number', { ...body, cup_ml: 50 }, [{ path: 'cup_ml', before: 40, after: 50 }]],
  ['the order of ingredients', { ...body, ingredients: body.ingredients.toReversed() }, []],
  [
    'an ingredient',
    {
      ...body,
      ingredients: [
        { material: 'beans', quantity: 8 },
        { material: 'oat-milk', quantity: 100 },
      ],
    },
    [
      { path: 'ingredients[beans].quantity', before: 7, after: 8 },
      { path: 'ingredients[milk].material', before: 'milk', after: null },
      { path: 'ingredients[milk].quantity', before: 100, after: null },
      { path: 'ingredients[oat-milk].material', before: null, after: 'oat-milk' },
      { path: 'ingredients[oat-milk].quantity', before: null, after: 100 },
    ],
  ],
  [
    'steps',
    { ...body, steps: [{ action: 'grind' }, { action: 'extract', seconds: 25 }] },
    [
      { path: 'steps[1].action', before: null, after: 'grind' },
      { path: 'steps[2].action', before: null, after: 'extract' },
      { path: 'steps[2].seconds', before: null, after: 25 },
    ],
  ],
])('finds %s', (_, after, expected) => {
  expect(diffOf(body, after)).toEqual(expected);
});
