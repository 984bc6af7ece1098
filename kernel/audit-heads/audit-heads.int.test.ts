/** Audit heads: the end of each chain is published outside the database, so a chain that was cut off is noticed. */
import { execFile } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  eventually,
  newOrganization,
  openTestApp,
  type TestApp,
  type TestOrganization,
} from '../../test/harness/index.ts';
import { audit, checkHeads, readHeads, sealAudit, signingKey } from '../audit/index.ts';
import { transaction } from '../db/index.ts';
import { newId } from '../lib/ids.ts';
import { ok } from '../lib/result.ts';
import { publishHeads } from './index.ts';

const FILE = `/tmp/counterfoil-test-heads-${process.pid}`;
let app: TestApp;
let admin: pg.Client;
let listener: Server;
let organization: TestOrganization;
const posted: { headers: IncomingHttpHeaders; body: Record<string, unknown> }[] = [];
let answers: number[] = [];

beforeAll(async () => {
  app = await openTestApp({ AUDIT_HEADS_FILE: FILE });
  admin = new pg.Client({ connectionString: app.adminUrl });
  await admin.connect();
  listener = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    posted.push({ headers: request.headers, body: JSON.parse(text) });
    response.writeHead(answers.shift() ?? 204).end();
  });
  await new Promise<void>((ready) => listener.listen(0, '127.0.0.1', ready));
});
afterAll(async () => {
  await admin?.end();
  await app?.close();
  listener?.close();
  rmSync(FILE, { force: true });
});
beforeEach(async () => {
  organization = await newOrganization(app);
  answers = [];
});

/** Adds this many links, with one entry each. */
async function grow(links: number): Promise<void> {
  for (let i = 0; i < links; i++) {
    await transaction(organization.ctx, async (tx) => {
      await audit(tx, 'settings.changed', { subject: { type: 'settings', id: 'x' }, after: { at: newId() } });
      return ok(null);
    });
    const before = await chain();
    await eventually(async () => {
      await sealAudit(app.boot.database.system, app.clock, signingKey(app.config.SECRET_KEY));
      return (await chain()).length > before.length;
    }, 'the entry to be sealed');
  }
}
const chain = () =>
  app.boot.database.system
    .selectFrom('audit_seal')
    .select(['sequence', 'hash'])
    .where('organization_id', '=', organization.id)
    .orderBy('sequence')
    .execute();
const head = async () => {
  const last = (await chain()).at(-1);
  return `${organization.id}:${last?.sequence}:${last?.hash.toString('hex')}`;
};
const publish = () => publishHeads(app.ctxFor(null, 'test'));
const mails = () =>
  app.boot.database.system
    .selectFrom('message')
    .select(['id', 'to_address', 'language', 'params'])
    .where('organization_id', '=', organization.id)
    .where('template', '=', 'audit_heads.head')
    .orderBy('id')
    .execute();

const compare = (hash: Buffer | undefined) =>
  checkHeads(app.boot.database.system, readHeads(hash?.toString('hex') ?? ''));

async function verify(...more: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const env = {
    ...process.env,
    DATABASE_URL: app.config.DATABASE_URL as string,
    DATA_DIR: app.config.DATA_DIR,
    SECRET_KEY: app.config.SECRET_KEY,
  };
  const args = ['server/main.ts', 'audit', 'verify', '--organization', organization.slug, ...more];
  return promisify(execFile)(process.execPath, args, { env }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
  );
}

test('each owner gets the head by mail once, in their language; other members get none', async () => {
  const [asha, ravi] = [await organization.as('owner'), await organization.as('owner')];
  await organization.as('admin');
  await app.boot.database.system
    .updateTable('auth_user')
    .set({ language: 'hi' })
    .where('id', '=', ravi.userId)
    .execute();
  await grow(2);
  const published = await head();
  await Promise.all([publish(), publish()]);
  await publish();
  const sent = await mails();
  expect(sent.map(({ to_address, language }) => [to_address, language]).sort()).toEqual(
    [
      [`${asha.userId}@test.example`, 'en'],
      [`${ravi.userId}@test.example`, 'hi'],
    ].sort(),
  );
  for (const { id, language } of sent) {
    const { data } = (await asha.get(`/messages/${id}`)).body;
    expect(data.preview.text).toContain(published);
    expect(data.preview.subject).toContain(language === 'hi' ? 'कड़ी 2' : 'entry 2');
  }
  await grow(1);
  await publish();
  expect(await mails()).toHaveLength(4);
  const owner = await organization.as('owner');
  expect((await owner.patch('/settings/audit_heads', { mail: false })).status).toBe(200);
  await grow(1);
  await publish();
  expect(await mails()).toHaveLength(4);
});

test('the file gets one line a day; the webhook gets the head as JSON, again until it succeeds', async () => {
  const owner = await organization.as('owner');
  const url = `http://127.0.0.1:${(listener.address() as AddressInfo).port}/heads`;
  expect((await owner.patch('/settings/audit_heads', { webhook_url: 'ftp://x' })).status).toBe(422);
  expect((await owner.patch('/settings/audit_heads', { webhook_url: url })).status).toBe(200);
  await grow(1);
  const published = await head();
  rmSync(FILE, { force: true });
  answers = [500];
  await publish();
  await publish();
  const lines = readFileSync(FILE, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.filter((line) => line.organization === organization.id)).toMatchObject([
    { head: published },
    { head: published },
  ]);
  const posts = () => posted.filter(({ body }) => body.head === published);
  await eventually(async () => posts().length === 2, 'the webhook to be called again');
  expect(posts()[1]).toMatchObject({
    headers: { 'user-agent': expect.stringMatching(/^Counterfoil\//), 'content-type': 'application/json' },
    body: { organization: { id: organization.id, name: organization.name }, sequence: 1, head: published },
  });
});

test('audit verify --head finds an end that was cut off or rewritten; the chain alone cannot', async () => {
  await grow(4);
  const [links, published] = [await chain(), await head()];
  const file = `${FILE}.mail`;
  writeFileSync(
    file,
    `Subject: end\r\n\r\nIt ended with =\r\n${published.slice(0, 70)}=\r\n${published.slice(70)}\r\n`,
  );
  try {
    const whole = await verify('--head', file);
    expect(whole).toMatchObject({ code: 0, stdout: expect.stringContaining('link 4 is there, and 0 after it') });
    expect(await compare(links[1]?.hash)).toMatchObject([{ state: 'present', sequence: 2, last: 4 }]);

    // A superuser deletes the last two links and their entries.
    await admin.query(`set session_replication_role = 'replica'`);
    await admin.query(
      `delete from audit_entry e using audit_seal s where s.organization_id = $1 and s.sequence > 2
         and e.organization_id = s.organization_id and e.id = any (s.entry_ids)`,
      [organization.id],
    );
    await admin.query('delete from audit_seal where organization_id = $1 and sequence > 2', [organization.id]);
    expect(await verify()).toMatchObject({ code: 0, stdout: expect.stringContaining('Whole') });
    expect(await verify('--head', file)).toMatchObject({
      code: 2,
      stdout: expect.stringContaining('was cut off: it ends with link 2, and 2 links are missing up to link 4'),
    });
    expect(await compare(links[3]?.hash)).toMatchObject([{ state: 'unknown' }]);
    await admin.query(`set session_replication_role = 'origin'`);
    // Then new links are added, as if nothing had happened.
    await grow(3);
    const json = await verify('--json', '--head', file);
    expect(json.code).toBe(2);
    expect(JSON.parse(json.stdout)).toMatchObject({
      ok: false,
      heads: [{ state: 'rewritten', sequence: 4, last: 5 }],
      chains: [{ faults: [] }],
    });
  } finally {
    rmSync(file, { force: true });
  }
  expect(existsSync(file)).toBe(false);
}, 300_000);
