import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contrast, LEAST_CONTRAST, shadesOf } from './colour.ts';

const colours = fc
  .tuple(...[0, 0, 0].map(() => fc.integer({ min: 0, max: 255 })))
  .map((parts) => `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`);

test('a colour can be read on the ground of its pages, and a text on it, by day and in the dark', () => {
  fc.assert(
    fc.property(colours, (colour) => {
      const { light, dark } = shadesOf(colour);
      expect(contrast(light, '#f7f6f2')).toBeGreaterThanOrEqual(LEAST_CONTRAST);
      expect(contrast('#ffffff', light)).toBeGreaterThanOrEqual(LEAST_CONTRAST);
      expect(contrast(dark, '#191e1c')).toBeGreaterThanOrEqual(LEAST_CONTRAST);
      expect(contrast(dark, '#111513')).toBeGreaterThanOrEqual(LEAST_CONTRAST);
      expect(contrast('#000000', dark)).toBeGreaterThanOrEqual(LEAST_CONTRAST);
    }),
  );
});

test('a colour that can be read stays as it is', () => {
  expect(shadesOf('#1f4b6e').light).toBe('#1f4b6e');
  expect(shadesOf('#f0c040').dark).toBe('#f0c040');
});
