import { describe, expect, it } from 'vitest';
import { firstIdAfter, firstIdAt, isUuid, newId } from './ids.ts';

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

  it('is a bound for what is made after it, by clocks that are up to a day apart', () => {
    const [at, day] = [Date.UTC(2026, 10, 22, 9), 86_400_000];
    expect(firstIdAfter(newId(at))).toBe(firstIdAt(at - day));
    expect(newId(at - day) >= firstIdAfter(newId(at))).toBe(true);
  });
});
