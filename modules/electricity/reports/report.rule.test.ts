import { expect, test } from 'vitest';
import { barsOf, changeOf, chartSvg } from './report.rule.ts';

test('a change is in whole percent, and unknown after nothing', () => {
  expect([changeOf(150, 100), changeOf(2, 3), changeOf(5, 0)]).toEqual([50, -33, null]);
});

test('each value has its bar within the chart, nothing has none', () => {
  const bars = barsOf([0, 1, 1000], 30, 40);
  expect(bars.map(({ height }) => height)).toEqual([0, 1, 40]);
  expect(bars.every(({ x, y, width, height }) => x >= 0 && x + width <= 30 && y >= 0 && y + height <= 40)).toBe(true);
  expect(chartSvg([0, 0], 10, 10, '#000')).toContain('height="0"');
});
