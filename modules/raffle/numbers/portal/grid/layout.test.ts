import { describe, expect, test } from 'vitest';
import { LEVELS, layoutOf, moved, placeAt, roundColumns } from './layout.ts';

const THUMB = LEVELS.length - 1;

describe('the grid’s layout', () => {
  test.each([
    [1, 1],
    [4, 4],
    [7, 5],
    [19, 15],
    [24, 20],
    [29, 20],
    [63, 60],
  ])('%i columns that fit become %i', (fitting, columns) => expect(roundColumns(fitting)).toBe(columns));

  test('gives a thumb at least 44 pixels on the narrowest phone, and six digits enough width', () => {
    const phone = layoutOf(288, 100_000, 6, THUMB);
    expect(phone.columns).toBe(4);
    expect(phone.cellWidth).toBeGreaterThanOrEqual(6 * 15 * 0.62);
    expect(phone.cellHeight).toBeGreaterThanOrEqual(44);
  });

  test('shows ten thousand numbers as a map of a few screens', () => {
    const map = layoutOf(360, 10_000, 5, 0);
    expect(map.columns).toBe(60);
    expect(map.rows * map.cellHeight).toBeLessThan(1100);
  });

  test('a raffle of three numbers is three cells, not a row of holes', () => {
    expect(layoutOf(360, 3, 1, THUMB)).toMatchObject({ columns: 3, rows: 1 });
  });

  test('every place is found under its own middle, and nothing beside the grid', () => {
    const layout = layoutOf(365, 103, 3, THUMB);
    for (let place = 0; place < 103; place++) {
      const x = ((place % layout.columns) + 0.5) * layout.cellWidth;
      const y = (Math.floor(place / layout.columns) + 0.5) * layout.cellHeight;
      expect(placeAt(layout, 103, x, y)).toBe(place);
    }
    expect(placeAt(layout, 103, 364.9, (layout.rows - 0.5) * layout.cellHeight)).toBeNull();
    expect(placeAt(layout, 103, -1, 5)).toBeNull();
  });
});

describe('the keyboard', () => {
  const layout = layoutOf(500, 100, 3, THUMB);
  const to = (place: number, key: string) => moved(place, key, layout, 100, 3);
  test('moves by columns and rows and stays inside', () => {
    expect(layout.columns).toBe(10);
    expect(to(15, 'ArrowRight')).toBe(16);
    expect(to(15, 'ArrowDown')).toBe(25);
    expect(to(5, 'ArrowUp')).toBe(5);
    expect(to(99, 'ArrowRight')).toBe(99);
    expect(to(95, 'PageDown')).toBe(99);
    expect(to(15, 'PageUp')).toBe(0);
    expect(to(50, 'Home')).toBe(0);
    expect(to(50, 'End')).toBe(99);
    expect(to(50, 'x')).toBeNull();
  });
});
