import { describe, expect, it } from 'vitest';
import { isUuid, newId } from './ids.ts';

describe('an id', () => {
  it('is a uuid of version 7 that carries its time', () => {
    const id = newId(0x0123456789ab);
    expect(isUuid(id)).toBe(true);
    expect(id.slice(0, 15)).toBe('01234567-89ab-7');
    expect('89ab').toContain(id[19]);
  });

  it('sorts in the order of creation, also within a millisecond', () => {
    const ids = Array.from({ length: 1000 }, () => newId(1_700_000_000_000));
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(1000);
  });
});
