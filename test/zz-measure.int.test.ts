import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { openTestApp } from './harness/index.ts';
import { populate } from './harness/populated.ts';

test('measure', async () => {
  const app = await openTestApp({});
  const filled = await populate(app);
  const { system } = app.boot.database;
  const org = filled.organization.id;
  const t = Date.now();
  const pgm = await import('pg'); const c = new pgm.default.Client({connectionString: app.adminUrl}); await c.connect(); await c.query('set statement_timeout=0');
  const run = (q: string) => c.query(q);
  await run(`insert into person (organization_id, id, name, phone, email, language, created_at, updated_at)
    select '${org}'::uuid, uuidv7(), (array['Asha','Ravi','Meera','Zoë','Aline','John','Fatima','Chen'])[1 + n % 8] || ' ' ||
      (array['Rao','Nair','Uwase','Smith','Khan','Li','García'])[1 + n % 7] || ' ' || n, '+9198' || lpad((n*7)::text, 8, '0'), 'p' || n || '@example.org', 'en', now(), now()
    from generate_series(1, 1000000) n`);
  const cust = await sql<{exhibition_id: string}>`select exhibition_id from exhibition_customer where organization_id = ${org}::uuid limit 1`.execute(system);
  await run('analyze person'); await c.end();
  console.log('filled in', Date.now() - t, cust.rows.length);
  for (const q of ['+919804938269', 'asha rao 504', 'p777777@example.org', 'garcia 12345', 'nobody at all', 'meera', 'zoe khan', 'as']) {
    const times: number[] = []; let count = 0;
    for (let i = 0; i < 9; i++) {
      const from = performance.now();
      const answer = await filled.owner.get(`/search?q=${encodeURIComponent(q)}`);
      times.push(performance.now() - from);
      count = answer.body.data.length;
      expect(answer.status).toBe(200);
    }
    times.sort((a, b) => a - b);
    console.log(q, 'median', times[4]?.toFixed(1), 'max', times[8]?.toFixed(1), 'hits', count);
  }
  await app.close();
});
