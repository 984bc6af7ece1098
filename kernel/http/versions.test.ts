import { expect, test } from 'vitest';
import { changedSince, versionOf } from './versions.ts';

const asha = { name: 'Asha', phone: '+919876543210', room: null };

test('changedSince names the fields that changed', () => {
  const version = versionOf(asha);
  expect(changedSince(version, asha)).toEqual([]);
  expect(changedSince(version, { room: null, phone: asha.phone, name: 'Asha' })).toEqual([]);
  expect(changedSince(version, { ...asha, name: 'Aśa', room: '12' })).toEqual(['name', 'room']);
  expect(changedSince(version, { ...asha, room: undefined })).toEqual([]);
});

test('accepts a weak ETag from a proxy, and recognizes a version of another record', () => {
  expect(changedSince(`W/${versionOf(asha)}`, asha)).toEqual([]);
  expect(changedSince(versionOf({ name: 'Asha' }), asha)).toBeNull();
  for (const text of ['', '"abc"', 'r1.', '"r1.***"']) expect(changedSince(text, asha)).toBeNull();
});
