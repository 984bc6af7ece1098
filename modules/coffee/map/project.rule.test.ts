import { expect, test } from 'vitest';
import { project } from './project.rule.ts';

const at = (...points: [number, number][]) =>
  project(
    points.map(([latitude, longitude]) => ({ latitude, longitude })),
    800,
    500,
    40,
  );

test('north is up, east is right, and the drawing is filled', () => {
  const { at: drawn } = at([37, -6], [38, -5]);
  expect(drawn[0]?.y).toBeCloseTo(460);
  expect(drawn[1]?.y).toBeCloseTo(40);
  expect(drawn[1]?.x).toBeGreaterThan(drawn[0]?.x ?? 0);
  // A degree of longitude is narrower than one of latitude there.
  expect((drawn[1]?.x ?? 0) - (drawn[0]?.x ?? 0)).toBeLessThan(420);
});

test('one location lies in the middle, with a scale of metres', () => {
  const { at: drawn, scale } = at([37, -6]);
  expect(drawn).toEqual([{ x: 400, y: 250 }]);
  expect(scale.km).toBeLessThan(1);
  expect(scale.length).toBeLessThanOrEqual(160);
});

test('both sides of the date line are neighbours', () => {
  const { scale } = at([-17, 179.9], [-17, -179.9]);
  expect(scale.km).toBeLessThan(10);
});
