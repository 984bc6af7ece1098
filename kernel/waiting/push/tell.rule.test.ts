import { describe, expect, it } from 'vitest';
import { newsFor, pauseAfter, type Told, toldOf } from './tell.rule.ts';

const of = (counts: Told) => Object.entries(counts).map(([kind, count]) => ({ kind, count }));

describe('what a device is told', () => {
  it.each<[string, Told, Told, string[], Told]>([
    ['nothing waits', {}, {}, [], {}],
    ['the first of a kind', {}, { a: 1 }, ['a'], {}],
    ['one more', { a: 1 }, { a: 2 }, ['a'], { a: 1 }],
    ['as many as it knows', { a: 2 }, { a: 2 }, [], { a: 2 }],
    ['fewer: they are done', { a: 3 }, { a: 1 }, [], { a: 1 }],
    ['all done', { a: 3, b: 1 }, { b: 1 }, [], { b: 1 }],
    ['another kind', { a: 3 }, { a: 3, b: 1 }, ['b'], { a: 3 }],
  ])('%s', (_, before, waiting, kinds, told) => {
    const found = newsFor(before, of(waiting));
    expect([found.news.map(({ kind }) => kind), found.told]).toEqual([kinds, told]);
  });

  it('is told again when it was done and came again', () => {
    const done = newsFor(toldOf(of({ a: 2 })), of({ a: 1 })).told;
    expect(newsFor(done, of({ a: 2 })).news).toEqual(of({ a: 2 }));
  });
});

it.each<[number, string | undefined, number]>([
  [1, undefined, 60],
  [2, undefined, 120],
  [9, undefined, 3600],
  [60, undefined, 3600],
  [1, '600', 600],
  [9, '10', 3600],
  [1, '9999999', 60],
  [1, '999999', 86_400],
  [1, 'Thu, 26 Nov 2026 08:00:00 GMT', 60],
])('after %i failures and Retry-After %s it waits %i seconds', (failures, header, seconds) => {
  expect(pauseAfter(failures, header)).toBe(seconds);
});
