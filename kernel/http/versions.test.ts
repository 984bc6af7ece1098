import { expect, test } from 'vitest';
import { changedSince, versionOf } from './versions.ts';

const asha = { name: 'Asha', phone: '+919876543210', room: null };

test('a version names the fields that are not what they were', () => {
  const version = versionOf(asha);
  expect(changedSince(version, asha)).toEqual([]);
  expect(changedSince(version, { room: null, phone: asha.phone, name: 'Asha' })).toEqual([]);
  expect(changedSince(version, { ...asha, name: 'Aśa', room: '12' })).toEqual(['name', 'room']);
  expect(changedSince(version, { ...asha, room: undefined })).toEqual([]);
});

test('a proxy may weaken it; what is not a version of such a record is told apart', () => {
  expect(changedSince(`W/${versionOf(asha)}`, asha)).toEqual([]);
  expect(changedSince(versionOf({ name: 'Asha' }), asha)).toBeNull();
  for (const text of ['', '"abc"', 'r1.', '"r1.***"']) expect(changedSince(text, asha)).toBeNull();
});
