import { once } from 'node:events';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import Fastify from 'fastify';
import readXlsx from 'read-excel-file/node';
import { describe, expect, test } from 'vitest';
import { defuse, restore } from '../lib/defuse.ts';
import { csvCell, xlsxCell } from './cells.ts';
import { type ExportColumn, exportsByName } from './define.ts';
import { csvStream, type Sheet, xlsxStream } from './stream.ts';

type Row = { name: string | null; phone: string; total: number; bills: number; on: string; at: Date };

const columns: ExportColumn<Row>[] = [
  { key: 'name', title: 'x', type: 'text' },
  { key: 'phone', title: 'x', type: 'text' },
  { key: 'total', title: 'x', type: 'money' },
  { key: 'bills', title: 'x', type: 'number' },
  { key: 'on', title: 'x', type: 'date' },
  { key: 'at', title: 'x', type: 'datetime' },
];
const titles = ['Name', 'Phone', 'Total', 'Bills', 'Day', 'Registered'];
const context = { timeZone: 'Asia/Kolkata', currency: 'INR' };
const ada: Row = {
  name: 'Ada, "the first"\nLovelace',
  phone: '+919812345678',
  total: -1250,
  bills: 3,
  on: '2026-11-21',
  at: new Date('2026-11-20T20:30:00Z'),
};
const asha: Row = { ...ada, name: 'आशा', phone: '098', total: 9_999_999_999 };
const evil: Row = { ...ada, name: '=HYPERLINK("http://evil","x")', phone: '@SUM(1)' };

const sheet = (batches: Row[][]): Sheet<Row> => ({
  columns,
  titles,
  context,
  batches: (async function* () {
    yield* batches;
  })(),
});
const text = async (batches: Row[][], options?: { bom?: boolean }) =>
  (await buffer(csvStream(sheet(batches), options))).toString();

describe('CSV', () => {
  test('quotes values and formats amounts, dates and times', async () => {
    const rows = parse(await text([[ada], [], [asha]]), { bom: true });
    expect(rows).toEqual([
      titles,
      ['Ada, "the first"\nLovelace', '+919812345678', '-12.50', '3', '2026-11-21', '2026-11-21 02:00:00'],
      ['आशा', '098', '99999999.99', '3', '2026-11-21', '2026-11-21 02:00:00'],
    ]);
  });

  test('begins with a byte order mark for Excel, unless switched off, and ends lines as in RFC 4180', async () => {
    expect(await text([])).toBe('\ufeffName,Phone,Total,Bills,Day,Registered\r\n');
    expect(await text([], { bom: false })).toBe('Name,Phone,Total,Bills,Day,Registered\r\n');
  });

  test.each(['=1+1', '+1-1', '-1+1', '-x', '+91-98765-43210', '@x', '\tx', '\rx', '\nx', '＝1+1', '＋1', '＠x'])(
    'defuses %j and an import restores it',
    (formula) => {
      expect(defuse(formula)).toBe(`'${formula}`);
      expect(restore(defuse(formula))).toBe(formula);
    },
  );

  test.each([
    [';=1+1', ";'=1+1"],
    ['a;"=1+1;', 'a;"\'=1+1;'],
    ['a|@SUM(1)', "a|'@SUM(1)"],
    ['a\t＝1', "a\t'＝1"],
    ['a\n=1+1\n', "a\n'=1+1\n"],
    [' =1+1', " '=1+1"],
    ["'=1+1", "''=1+1"],
    ["'+91981", "''+91981"],
    ['\t=1', "'\t'=1"],
  ])('defuses %j, which another separator or a line break would make a formula', (text, safe) => {
    expect(defuse(text)).toBe(safe);
    expect(restore(safe)).toBe(text);
  });

  test('any text is unchanged after an export and an import', () => {
    const characters = fc.constantFrom(
      '=',
      '+',
      '-',
      '@',
      "'",
      '"',
      ';',
      ',',
      '|',
      '\t',
      '\n',
      '\r',
      ' ',
      '＝',
      '1',
      '9',
      '.',
      'a',
    );
    fc.assert(
      fc.property(fc.array(characters, { maxLength: 12 }), (made) => {
        const text = made.join('');
        const safe = defuse(text);
        // Our exports put no apostrophe before plain numbers; such numbers come from other programs.
        expect(restore(safe)).toBe(text);
        for (const separator of [',', ';', '\t', '|']) {
          for (const row of safe.split(/[\r\n]+/))
            for (const cell of row.split(separator === ',' ? /$^/ : separator))
              expect(cell.replaceAll(/^[\s"]+/g, '')).not.toMatch(
                /^[=@＝＋－＠]|^[+-](?!\d[\d ]*([.,]\d+)?([;|\t]|$)|[;|\t]|$)/,
              );
        }
      }),
      { numRuns: 5000 },
    );
  });

  test('leaves telephone numbers and plain numbers as they are', () => {
    for (const plain of ['+919812345678', '+91 98123 45678', '-5', '+1', '-12.50', '-', '+91981;-5'])
      expect([defuse(plain), restore(plain)]).toEqual([plain, plain]);
    // Earlier exports put one before telephone numbers; an import removes it.
    expect(restore("'+919812345678")).toBe('+919812345678');
  });

  test('leaves harmless text alone', () => {
    for (const plain of ['Ada', '1=1', "'quoted'", '', 'a-b']) {
      expect(defuse(plain)).toBe(plain);
      expect(restore(plain)).toBe(plain);
    }
    expect(csvCell(columns[0] as ExportColumn<Row>, { ...ada, name: null }, context)).toBe('');
  });
});

describe('XLSX', () => {
  test('has typed cells: text that is never computed, numbers, dates in the organization’s time', async () => {
    const bytes = await buffer(await xlsxStream(sheet([[ada, evil], [asha]]), 'exhibition.customers'));
    const rows = await readXlsx(bytes, { sheet: 'exhibition.customers' } as never);
    const data = (Array.isArray(rows[0]) ? rows : (rows[0] as unknown as { data: unknown[][] }).data) as unknown[][];
    expect(data[0]).toEqual(titles);
    expect(data[1]?.slice(0, 4)).toEqual(['Ada, "the first"\nLovelace', '+919812345678', -12.5, 3]);
    // A spreadsheet's time is a fraction of a day, so it differs by up to a millisecond.
    expect(Math.abs(Number(data[1]?.[5]) - Date.parse('2026-11-21T02:00:00Z'))).toBeLessThan(2);
    expect(data[2]?.slice(0, 2)).toEqual(['=HYPERLINK("http://evil","x")', '@SUM(1)']);
    expect(data[3]?.slice(0, 3)).toEqual(['आशा', '098', 99_999_999.99]);
  });

  test('cuts a text that Excel would refuse', () => {
    const long = { ...ada, name: 'x'.repeat(40_000) };
    expect(xlsxCell(columns[0] as ExportColumn<Row>, long, context)).toHaveLength(32_767);
  });
});

describe.each(['csv', 'xlsx'] as const)('a long %s download', (format) => {
  /** An endless list that counts the pages read. */
  const endless = () => {
    const source = { pages: 0, stopped: false };
    const batches = async function* () {
      try {
        for (;;) {
          source.pages += 1;
          await pause(0);
          yield Array.from({ length: 1000 }, (_, n) => ({ ...ada, name: `${source.pages} ${n} ${Math.random()}` }));
        }
      } finally {
        source.stopped = true;
      }
    };
    const all = { ...sheet([]), batches: batches() };
    return { source, open: async () => (format === 'csv' ? csvStream(all) : xlsxStream(all, 'x')) };
  };

  test('reads no further than its reader does', async () => {
    const { source, open } = endless();
    const stream = await open();
    await once(stream, 'readable');
    stream.read(1);
    await pause(300);
    expect(source.pages).toBeLessThan(10);
    stream.destroy();
    await expect.poll(() => source.stopped, { timeout: 5000 }).toBe(true);
  });

  test('stops when the reader closes the connection', async () => {
    const { source, open } = endless();
    const server = Fastify();
    server.get('/', async (_request, reply) => reply.type('text/plain').send(await open()));
    await server.listen({ port: 0, host: '127.0.0.1' });
    const call = request({ port: (server.server.address() as AddressInfo).port, host: '127.0.0.1' }).end();
    const [response] = await once(call, 'response');
    await once(response, 'readable');
    call.on('error', () => {}).destroy();
    await expect.poll(() => source.stopped, { timeout: 5000 }).toBe(true);
    const ended = source.pages;
    await pause(100);
    expect(source.pages).toBe(ended);
    await server.close();
  });
});

test('two exports may not share a name', () => {
  const one = { name: 'a.b', permission: 'x', columns: [], page: async () => ({ rows: [], next: null }) };
  expect(() => exportsByName([one, one])).toThrow(/a\.b/);
});
