import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SheetsFault } from '../google/fault.ts';
import { letterOf, placesOf } from './headings.ts';

const OURS = [['event_id'], ['Time', 'Hora'], ['Name', 'Nombre'], ['Meal']];
const at = (...texts: string[]) => placesOf('lab', texts, OURS);

describe('columns are found by their headings', () => {
  test.each([
    [[], [0, 1, 2, 3], 0],
    [['event_id', 'Time', 'Name', 'Meal'], [0, 1, 2, 3], 4],
    [['Remarks', 'event_id', 'Time', 'Name', 'Meal'], [1, 2, 3, 4], 4],
    [['event_id', 'Name', 'Meal', 'Note', 'Time'], [0, 4, 1, 2], 4],
    [['event_id', 'Hora', 'Nombre', 'Meal'], [0, 1, 2, 3], 4],
    [['event_id', 'Time', 'Name'], [0, 1, 2, 3], 3],
  ])('%j', (texts, places, missingFrom) => {
    expect(at(...texts)).toEqual({ places, missingFrom });
  });

  test.each([
    [['event_id', 'Time', 'Customer', 'Meal'], /not found: Name. Found: A event_id, B Time, C Customer, D Meal/],
    [['event_id', 'Time', 'Name', 'Dish'], /not found: Meal/],
    [['id', 'Time', 'Name', 'Meal'], /not found: event_id/],
    [['event_id', 'Time', 'Name', 'Meal', 'Name'], /Name stands there 2 times/],
    [['', 'event_id', 'Time', 'Name', 'Meal'], /column A has no heading/],
  ])('%j is a fault that says what was found', (texts, message) => {
    expect(() => at(...texts)).toThrow(message);
    expect(() => at(...texts)).toThrow(SheetsFault);
  });

  test('wherever people move them and whatever they insert', () => {
    const headings = OURS.map(([name]) => name as string);
    const unknown = fc.uniqueArray(fc.constantFrom('Remarks', 'Paid?', 'Note', 'x'), { maxLength: 4 });
    fc.assert(
      fc.property(
        unknown.chain((more) => fc.shuffledSubarray([...headings, ...more], { minLength: 4 + more.length })),
        (texts) => {
          const { places } = at(...texts);
          expect(places.map((place) => texts[place])).toEqual(headings);
        },
      ),
    );
  });

  test('columns have letters', () => {
    expect([0, 25, 26, 701, 702].map(letterOf)).toEqual(['A', 'Z', 'AA', 'ZZ', 'AAA']);
  });
});
