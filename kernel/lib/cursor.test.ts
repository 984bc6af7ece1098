import { describe, expect, it } from 'vitest';
import { cutPage, readCursor } from './cursor.ts';

const rows = (...ids: string[]) => ids.map((id) => ({ id }));
const cut = (list: { id: string }[], limit: number) =>
  cutPage(
    list,
    limit,
    (row) => [row.id],
    (row) => row.id.toUpperCase(),
  );

describe('a page', () => {
  it('leaves the row that was asked for beyond it to the page after, which begins behind its last', () => {
    const page = cut(rows('a', 'b', 'c'), 2);
    expect(page.data).toEqual(['A', 'B']);
    expect(readCursor(page.page?.next ?? '', 1)).toEqual({ ok: true, data: ['b'] });
  });

  it('is the last when nothing lies beyond it', () => {
    expect(cut(rows('a', 'b'), 2)).toEqual({ ok: true, data: ['A', 'B'], page: { next: null } });
    expect(cut([], 2)).toEqual({ ok: true, data: [], page: { next: null } });
  });
});

describe('a cursor', () => {
  it('is absent on the first page', () => {
    expect(readCursor(undefined, 2)).toEqual({ ok: true, data: [] });
  });

  it('is refused when it is none of ours or of another sort', () => {
    const next = cut(rows('a', 'b'), 1).page?.next ?? '';
    for (const [cursor, length] of [
      ['nonsense', 1],
      ['', 1],
      [Buffer.from('{"length":1}').toString('base64url'), 1],
      [next, 2],
    ] as const)
      expect(readCursor(cursor, length)).toEqual({ ok: false, code: 'http.bad_cursor' });
  });
});
