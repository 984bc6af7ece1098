import { expect, test } from 'vitest';
import { countries, currencies } from '../../kernel/ui/light/choices.ts';
import { currencyOf } from './guess.ts';

test('the currency that the set-up page guesses by the country is always offered', () => {
  const offered = new Set(currencies('en').map(({ id }) => id));
  expect(countries('en').filter(({ id }) => !offered.has(currencyOf(id)))).toEqual([]);
});
