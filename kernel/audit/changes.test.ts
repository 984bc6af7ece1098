import { describe, expect, it } from 'vitest';
import { reduceChange } from './changes.ts';

const reduced = (before: Parameters<typeof reduceChange>[0], after: Parameters<typeof reduceChange>[1]) => {
  const change = reduceChange(before, after);
  return { before: change.before && JSON.parse(change.before), after: change.after && JSON.parse(change.after) };
};

describe('the fields of a record that an entry keeps', () => {
  it('keeps only the fields that differ', () => {
    expect(reduced({ name: 'Asha', phone: '1', tags: ['a'] }, { name: 'Asha Rao', phone: '1', tags: ['a'] })).toEqual({
      before: { name: 'Asha' },
      after: { name: 'Asha Rao' },
    });
  });

  it('keeps everything of a record that was made or removed', () => {
    expect(reduced(null, { name: 'Asha' })).toEqual({ before: null, after: { name: 'Asha' } });
    expect(reduced({ name: 'Asha' }, undefined)).toEqual({ before: { name: 'Asha' }, after: null });
  });

  it('distinguishes a missing field from an empty one', () => {
    expect(reduced({ note: 'x' }, { phone: null })).toEqual({ before: { note: 'x' }, after: { phone: null } });
  });

  it('records that a secret changed, and hides both values', () => {
    expect(reduced({ smtp: { password: 'old' }, apiKey: 'a' }, { smtp: { password: 'new' }, apiKey: 'b' })).toEqual({
      before: { smtp: { password: '[hidden]' }, apiKey: '[hidden]' },
      after: { smtp: { password: '[hidden]' }, apiKey: '[hidden]' },
    });
  });
});
