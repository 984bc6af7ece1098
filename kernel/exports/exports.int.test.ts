import { beforeAll, describe, expect, test } from 'vitest';
import {
  type Caller,
  newOrganization,
  type TestApp,
  type TestOrganization,
  useTestApp,
} from '../../test/harness/index.ts';
import { refuse } from '../lib/result.ts';
import { defineExport } from './index.ts';

type Row = { id: number; name: string; total: number };

/** 2,500 rows in pages; the cursor is the last id. */
const numbers = defineExport<Row>({
  name: 'test.numbers',
  permission: 'tasks.write',
  columns: [
    { key: 'id', title: 'console.imports.row', type: 'number' },
    { key: 'name', title: 'no.such.key', type: 'text' },
    { key: 'total', title: 'console.imports.reason', type: 'money' },
  ],
  async page(_ctx, { filter, search }, after, limit) {
    if (filter === 'bad') return refuse('http.invalid');
    const from = Number(after ?? 0);
    const all = search === 'none' ? 0 : 2500;
    const rows = Array.from({ length: Math.min(limit, all - from) }, (_, n) => ({
      id: from + n + 1,
      name: `=${from + n}`,
      total: from + n,
    }));
    return { rows, next: from + rows.length < all ? String(from + rows.length) : null };
  },
});

let app: TestApp;
let organization: TestOrganization;
let ops: Caller;

beforeAll(async () => {
  app = await useTestApp();
  organization = await newOrganization(app);
  ops = await organization.as('ops');
  app.boot.services.exports = new Map([...app.boot.services.exports, [numbers.name, numbers]]);
});

describe('an export', () => {
  test('is the whole list, page after page, under headings in the reader’s language', async () => {
    const answer = await ops.get('/exports/test.numbers.csv', { 'accept-language': 'hi' });
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(answer.headers['content-disposition']).toMatch(/^attachment; filename="test-numbers-\d{4}-\d\d-\d\d\.csv"/);
    const lines = answer.raw.toString().split('\r\n');
    expect(lines[0]).toBe('\ufeffपंक्ति,name,कारण');
    expect(lines[1]).toBe("1,'=0,0.00");
    expect(lines[2500]).toBe("2500,'=2499,24.99");
    expect(lines).toHaveLength(2502);
  });

  test('has no byte order mark with bom=false', async () => {
    const answer = await ops.get('/exports/test.numbers.csv?bom=false&search=none');
    expect(answer.raw.toString()).toBe('Row,name,Reason\r\n');
  });

  test('is a workbook too', async () => {
    const answer = await ops.get('/exports/test.numbers.xlsx');
    expect(answer.headers['content-type']).toContain('spreadsheetml');
    expect(answer.raw.subarray(0, 2).toString()).toBe('PK');
  });

  test('refuses a faulty filter, an unknown name and a missing permission before it starts', async () => {
    expect((await ops.get('/exports/test.numbers.csv?filter=bad')).body.error.code).toBe('http.invalid');
    for (const file of ['test.nothing.csv', 'test.numbers.pdf', 'test.numbers']) {
      expect((await ops.get(`/exports/${file}`)).body.error.code).toBe('exports.unknown');
    }
    expect((await (await organization.as('viewer')).get('/exports/test.numbers.csv')).status).toBe(403);
    expect((await app.http.inject({ url: '/api/v1/exports/test.numbers.csv' })).statusCode).toBe(401);
  });

  test('writes an audit entry', async () => {
    await ops.get('/exports/test.numbers.csv?search=none');
    const entries = await organization.ctx.db
      .selectFrom('audit_entry')
      .select(['subject_id', 'after', 'actor_id'])
      .where('action', '=', 'exports.downloaded')
      .where('actor_id', '=', ops.userId)
      .orderBy('id', 'desc')
      .execute();
    expect(entries[0]).toMatchObject({ subject_id: 'test.numbers', after: { format: 'csv', search: 'none' } });
  });
});
