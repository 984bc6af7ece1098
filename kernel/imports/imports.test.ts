import { describe, expect, test } from 'vitest';
import type { Ctx } from '../ctx/index.ts';
import { decodeText } from '../lib/decode-text.ts';
import { ok, refuse } from '../lib/result.ts';
import { type CheckedRow, checkFile } from './check-rows.ts';
import { defineImport } from './define.ts';
import { BrokenCsv, readHeading } from './read-csv.ts';

const ctx = {} as Ctx;
const people = defineImport({
  name: 'test.people',
  permission: 'test.write',
  columns: [
    { key: 'name', titles: ['Name', 'नाम'], required: true, example: 'Asha' },
    { key: 'email', titles: ['E-mail', 'Email address'], example: 'asha@example.com' },
    { key: 'age', titles: ['Age'] },
  ],
  parseRow: (_ctx, raw) =>
    raw.name === ''
      ? refuse('http.invalid', undefined, { name: 'field.required' })
      : ok({ name: raw.name as string, email: (raw.email as string).toLowerCase() }),
  unique: [{ column: 'email', of: (row) => row.email || null }],
  checkRows: async (_ctx, rows) =>
    rows.map((row) => (row.email === 'taken@example.com' ? refuse('x', undefined, { email: 'test.taken' }) : null)),
  writeRows: async () => {},
});

const check = async (input: string | Buffer, options?: { size?: number; after?: number }) => {
  const heading = readHeading(Buffer.from(input as string), people);
  if (!heading.ok) return heading;
  const rows: CheckedRow[] = [];
  let broken: number | undefined;
  try {
    for await (const batch of checkFile(
      ctx,
      people,
      { heading: heading.data, context: undefined, answers: { asTyped: false } },
      options,
    )) {
      rows.push(...batch);
    }
  } catch (error) {
    if (!(error instanceof BrokenCsv)) throw error;
    broken = error.row;
  }
  return { heading: heading.data, rows, broken };
};
const rowsOf = async (input: string | Buffer, options?: { size?: number; after?: number }) => {
  const checked = await check(input, options);
  if (!('rows' in checked)) throw new Error(checked.code);
  return checked.rows.map((one) =>
    one.faults ? [one.number, ...one.faults.map((fault) => fault.code)] : [one.number, one.row],
  );
};

describe('a CSV can be read whichever program saved it', () => {
  test.each([
    ['UTF-8', Buffer.from('Name,Age\nआशा,3\n'), 'utf-8'],
    ['UTF-8 with its mark', Buffer.from('\ufeffName,Age\nआशा,3\n'), 'utf-8'],
    ['Excel’s Unicode text', Buffer.from('\ufeffName\tAge\r\nआशा\t3\r\n', 'utf16le'), 'utf-16le'],
    ['UTF-16 the other way round', Buffer.from('\ufeffName\tAge\r\nआशा\t3\r\n', 'utf16le').swap16(), 'utf-16be'],
  ])('%s', async (_what, bytes, encoding) => {
    expect(decodeText(bytes).encoding).toBe(encoding);
    expect(await rowsOf(bytes)).toEqual([[2, { name: 'आशा', email: '' }]]);
  });

  test('Windows-1252', async () => {
    expect(await rowsOf(Buffer.from('Name;E-mail\r\nJos\xe9 \x93B\x94;A@x.org\r\n', 'latin1'))).toEqual([
      [2, { name: 'José “B”', email: 'a@x.org' }],
    ]);
  });

  test.each([',', ';', '\t', '|'])('with the delimiter %j', async (delimiter) => {
    expect(await rowsOf(`${['Name', 'E-mail'].join(delimiter)}\n${['"A, B; C|D"', 'x@y.z'].join(delimiter)}`)).toEqual([
      [2, { name: 'A, B; C|D', email: 'x@y.z' }],
    ]);
  });

  test('with Excel’s line about its separator, and with a title above the heading', async () => {
    expect(await rowsOf('sep=;\r\nName;E-mail\r\nA;x@y.z\r\n')).toEqual([[3, { name: 'A', email: 'x@y.z' }]]);
    expect(await rowsOf('Spring fair\n\nName,E-mail\nA,x@y.z\n')).toEqual([[4, { name: 'A', email: 'x@y.z' }]]);
  });
});

describe('headings', () => {
  test('are recognized by key or title, in any case and order', async () => {
    const checked = await check('EMAIL_ADDRESS, नाम * ,Shoe size\nx@y.z,A,42\n');
    expect(checked).toMatchObject({
      heading: { mapping: { columns: ['email', 'name', null] }, ignored: ['Shoe size'] },
    });
  });

  test('are named when they are required and missing', async () => {
    expect(await check('E-mail,Age\nx@y.z,3\n')).toMatchObject({
      code: 'imports.missing_columns',
      detail: { columns: 'Name' },
    });
    expect(await check('what,ever\n1,2\n')).toMatchObject({ code: 'imports.missing_columns' });
    expect(await check('Name,name\nA,B\n')).toMatchObject({ code: 'imports.duplicate_column' });
    expect(await check(' \n\n')).toMatchObject({ code: 'imports.empty' });
  });

  test('are refused when two mean the same column', () => {
    const columns = [
      { key: 'a', titles: ['E-mail'] as [string] },
      { key: 'b', titles: ['e mail'] as [string] },
    ];
    expect(() => defineImport({ ...people, columns })).toThrow(/e mail/);
  });
});

describe('rows', () => {
  const file =
    'Name,E-mail\nA,a@x.org\n\n,b@x.org\nC,A@x.org\nD,taken@example.com\nE,e@x.org,oops,x\n"F\nG",f@x.org,\n';

  test('have the numbers a spreadsheet shows, and each its own faults', async () => {
    expect(await rowsOf(file)).toEqual([
      [2, { name: 'A', email: 'a@x.org' }],
      [4, 'field.required'],
      [5, 'imports.twice_in_file'],
      [6, 'test.taken'],
      [7, 'imports.too_many_cells'],
      [8, { name: 'F\nG', email: 'f@x.org' }],
    ]);
  });

  test('that are already written are not returned, but still count as duplicates', async () => {
    expect((await rowsOf(file, { after: 2 })).map(([number]) => number)).toEqual([4, 5, 6, 7, 8]);
    expect((await rowsOf(file, { after: 2, size: 2 }))[1]).toEqual([5, 'imports.twice_in_file']);
  });

  test('lose the apostrophe that an export put before a formula', async () => {
    expect(await rowsOf("Name,E-mail\n'=1+1,'x@y.z\n")).toEqual([[2, { name: '=1+1', email: "'x@y.z" }]]);
  });

  test('keep a quote inside a field', async () => {
    expect(await rowsOf('Name,E-mail\n6" pipe,a@x.org\n"B ""b"" b",b@x.org\n')).toEqual([
      [2, { name: '6" pipe', email: 'a@x.org' }],
      [3, { name: 'B "b" b', email: 'b@x.org' }],
    ]);
  });

  test('end where a quote is never closed', async () => {
    const checked = await check('Name,E-mail\nA,a@x.org\n"B,b@x.org\nC,c@x.org\n');
    expect(checked).toMatchObject({ broken: 3, rows: [{ number: 2 }] });
    const large = `Name,E-mail\nA,a@x.org\n"B,b@x.org\n${'C,c@x.org\n'.repeat(100_000)}`;
    expect(await check(large)).toMatchObject({ broken: 3 });
  });
});
