import { describe, expect, it } from 'vitest';
import { cutPage, encodeCursor, type KeyKind, readCursor } from './cursor.ts';

const A = '01890000-0000-7000-8000-00000000000a';
const B = '01890000-0000-7000-8000-00000000000b';
const rows = (...ids: string[]) => ids.map((id) => ({ id }));
const cut = (list: { id: string }[], limit: number) =>
  cutPage(
    list,
    limit,
    (row) => [row.id],
    (row) => row.id.toUpperCase(),
  );

describe('a page', () => {
  it('leaves the extra row to the next page, which begins after its last row', () => {
    const page = cut(rows('a', B, 'c'), 2);
    expect(page.data).toEqual(['A', B.toUpperCase()]);
    expect(readCursor(page.page?.next ?? '', 'uuid')).toEqual({ ok: true, data: [B] });
  });

  it('is the last when there is no extra row', () => {
    expect(cut(rows('a', 'b'), 2)).toEqual({ ok: true, data: ['A', 'B'], page: { next: null } });
    expect(cut([], 2)).toEqual({ ok: true, data: [], page: { next: null } });
  });
});

describe('a cursor', () => {
  it('is absent on the first page', () => {
    expect(readCursor(undefined, 'text', 'uuid')).toEqual({ ok: true, data: [] });
  });

  it('is read back unchanged', () => {
    const at = '2026-11-22 10:00:00.123456+00';
    expect(readCursor(encodeCursor([at, A]), 'instant', 'uuid')).toEqual({ ok: true, data: [at, A] });
    expect(readCursor(encodeCursor(['2026-11-22']), 'day')).toEqual({ ok: true, data: ['2026-11-22'] });
    expect(readCursor(encodeCursor([7]), 'integer')).toEqual({ ok: true, data: [7] });
  });

  it.each([
    ['nonsense', ['uuid']],
    ['', ['uuid']],
    [Buffer.from('{"length":1}').toString('base64url'), ['uuid']],
    [encodeCursor([A]), ['uuid', 'uuid']],
    [encodeCursor(['a']), ['uuid']],
    [encodeCursor([5]), ['uuid']],
    [encodeCursor([null]), ['uuid']],
    [encodeCursor(['a\0']), ['text']],
    [encodeCursor([2 ** 31]), ['integer']],
    [encodeCursor([1.5]), ['integer']],
    [encodeCursor(['2026-02-30T00:00:00Z']), ['instant']],
    [encodeCursor(['0001-01-01']), ['day']],
  ] as [string, KeyKind[]][])('%s is none of a list by %j', (cursor, kinds) =>
    expect(readCursor(cursor, ...kinds)).toEqual({ ok: false, code: 'http.bad_cursor' }),
  );
});
