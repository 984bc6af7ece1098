import { encodeCursor } from '../../kernel/lib/cursor.ts';

/** Values that programs, attackers and broken clients send in place of the expected ones; each kind is tried. */
export const HOSTILE: Record<string, unknown> = {
  'zero character': 'a\0b',
  'high half of a pair': 'a\ud83d',
  'low half of a pair': '\udc4b',
  'control character': '\u0001\u001f',
  empty: '',
  blank: '   ',
  long: 'x'.repeat(5_000),
  'very long': 'ß'.repeat(60_000),
  'beyond int4': 2_147_483_648,
  'beyond int4, as text': '2147483648',
  'beyond int8': '9223372036854775808',
  'beyond all': 1e300,
  negative: -1,
  zero: 0,
  'minus zero, as text': '-0',
  fraction: 1.5,
  'no number': 'NaN',
  infinite: 'Infinity',
  yes: true,
  nothing: null,
  'empty list': [],
  'list in a list': [[['x']]],
  'two of it': ['x', 'y'],
  'empty object': {},
  object: { surprise: { deeper: [1, null] } },
  prototype: JSON.parse('{"constructor":{"prototype":{"x":1}}}'),
  'year 1': '0001-01-01',
  'year 0': '0000-01-01',
  'last year of the database': '5874897-12-31',
  'year beyond JavaScript': '+275760-09-14T00:00:00Z',
  'no such day': '2026-02-30',
  'no such offset': '2026-11-22T10:00:00+23:59',
  'leap second': '2026-12-31T23:59:60Z',
  'uuid as a URN': 'urn:uuid:01890000-0000-7000-8000-000000000000',
  'uuid in braces': '{01890000-0000-7000-8000-000000000000}',
  SQL: `'; drop table person; --`,
  'SQL pattern': '%_\\',
  'broken pattern': '((((*+?[',
  template: '{{x}} <script>',
  emoji: '👩‍👩‍👧‍👦'.repeat(20),
  'right to left': '\u202e\u200f\ufeff',
  'other digits': '१२५',
  'decomposed letters': 'e\u0301'.repeat(500),
  path: '../../../../etc/passwd',
  formula: '=1+1',
  'lone percent sign': '%',
};

/** In place of page.next of an earlier page. */
export const CURSORS = [
  '',
  'x',
  '%%%',
  ...[[], [null], [{}], ['x'], [1e300], [1.5], ['x', 'y'], ['a\0'], ['0001-01-01'], [[]], [true, 'x'], [-1]].map(
    (key) => encodeCursor(key as string[]),
  ),
  Buffer.from('{"length":1}').toString('base64url'),
];

/** In place of a JSON object of conditions. */
export const FILTERS = ['{', '[]', 'null', '1', '"x"', '{"id":{"$gt":""}}', '{"__proto__":{}}', '{"state":"a\\u0000"}'];

/** Headers that some code reads. Node allows no zero character in a value, so that is tried separately. */
export const HEADERS: [string, string][] = [
  ['user-agent', `Mozilla/5.0 ${'x'.repeat(4_000)}`],
  ['user-agent', 'a\0b'],
  ['accept-language', 'xx-YY;q=0.9,*;q=abc,'.repeat(20)],
  ['accept-language', '../../etc/passwd'],
  ['x-organization', 'x'],
  ['x-organization', '01890000-0000-7000-8000-000000000000'],
  ['authorization', 'Bearer cf_ÿÿÿ'],
  ['authorization', 'Bearer eyJhbGciOiJub25lIn0.e30.'],
  ['authorization', 'Basic !!!'],
  ['idempotency-key', 'x'.repeat(201)],
  ['idempotency-key', 'once'],
  ['last-event-id', '%%.NaN'],
  ['if-none-match', '"x", W/"y"'],
  ['if-match', '"x"'],
  ['range', 'bytes=9999999999999999999-'],
  ['cookie', 'counterfoil.session_token=%00; counterfoil.chat=%E0%A4%A'],
  ['x-forwarded-for', '<script>, 1.2.3.4'],
  ['content-type', 'application/json; charset=utf-7'],
  ['content-type', 'application/x-www-form-urlencoded'],
  ['content-type', 'multipart/form-data'],
  ['content-type', 'text/plain'],
];

/** Bodies that fit no schema. */
export const BODIES = [
  '{',
  '',
  'null',
  '[]',
  '"x"',
  '1',
  '{"__proto__":{"x":1}}',
  `${'['.repeat(50_000)}${']'.repeat(50_000)}`,
];
