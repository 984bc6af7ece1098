import fc from 'fast-check';
import { expect, test } from 'vitest';
import { packUuid, unpackUuid } from './pack-uuid.rule.ts';

test('a packed uuid unpacks to the same uuid, in 22 characters', () => {
  fc.assert(
    fc.property(fc.uuid(), (uuid) => {
      expect(packUuid(uuid)).toMatch(/^[A-Za-z0-9_-]{22}$/);
      expect(unpackUuid(packUuid(uuid))).toBe(uuid);
    }),
  );
});

test.each(['', 'short', 'x'.repeat(23), '!'.repeat(22)])('%s is none', (text) => {
  expect(unpackUuid(text)).toBe(null);
});
