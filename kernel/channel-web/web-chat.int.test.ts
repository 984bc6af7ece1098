import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import { formOf } from '../../test/harness/form.ts';
import { newOrganization, type TestApp, type TestOrganization, useTestApp } from '../../test/harness/index.ts';
import { webVisitor } from '../../test/harness/web-chat.ts';

let app: TestApp;
let organization: TestOrganization;
beforeAll(async () => {
  app = await useTestApp();
  organization = await newOrganization(app);
});

const nonce = () => crypto.randomUUID();

const browser = (slug = organization.slug, cookies = '') => webVisitor(app, slug, cookies);

const picture = (color: string) =>
  sharp({ create: { width: 60, height: 40, channels: 3, background: color } })
    .png()
    .toBuffer();

describe('a visitor', () => {
  test('sends a message, and reads it with the answer; no other visitor can', async () => {
    const asha = browser();
    expect((await asha.get('')).body.data).toMatchObject({ organization: organization.name, language: 'en' });
    expect(await asha.read()).toEqual({ lines: [], earlier: false, waiting: [], with_person: false });
    const answer = await asha.write({ text: ' hello there ' });
    expect(answer.status).toBe(202);
    expect(String(answer.headers['set-cookie'])).toMatch(
      /counterfoil\.chat=.+; Path=\/api\/v1\/chat\/t-.+; HttpOnly; SameSite=Strict/,
    );
    const { lines } = await asha.settled();
    expect(lines[0]).toMatchObject({ mine: true, text: 'hello there', kind: 'text', author: 'person' });
    expect(lines.some((line) => !line.mine && line.text !== '')).toBe(true);

    const other = browser();
    expect((await other.read()).lines).toEqual([]);
    const row = await organization.ctx.db.selectFrom('conversation').selectAll().executeTakeFirstOrThrow();
    expect(row).toMatchObject({ channel: 'web', account: 'web', mode: 'flow' });
    expect(asha.cookie()).toContain(row.address);
  });

  test('with a forged cookie, or one of another organization, is unknown', async () => {
    const asha = browser();
    await asha.write({ text: 'hello' });
    await asha.settled();
    const [id = ''] = asha.cookie().split('=')[1]?.split('.') ?? [];
    expect((await browser(organization.slug, `counterfoil.chat=${id}.AAAA`).read()).lines).toEqual([]);
    const other = await newOrganization(app);
    expect((await browser(other.slug, asha.cookie()).read()).lines).toEqual([]);
  });

  test('a message sent twice is one message', async () => {
    const asha = browser();
    const twice = { nonce: nonce(), text: 'once only' };
    await asha.write(twice);
    await Promise.all([asha.write(twice), asha.write(twice)]);
    const { lines } = await asha.settled();
    expect(lines.filter((line) => line.mine)).toHaveLength(1);
    expect(lines[0]?.nonce).toBe(twice.nonce);
  });

  test('always sees all of their messages, waiting or stored, at any moment', async () => {
    const asha = browser();
    await asha.write({ text: 'hello' });
    await asha.settled();
    const accepted: string[] = [];
    let saying = true;
    const lost: string[] = [];
    const watch = async () => {
      while (saying) {
        const before = [...accepted];
        const { lines, waiting } = await asha.read();
        const seen = new Set([...waiting, ...lines.map((line) => line.nonce)]);
        lost.push(...before.filter((one) => !seen.has(one)));
      }
    };
    const watching = [watch(), watch(), watch()];
    for (let i = 0; i < 20; i++) {
      const one = nonce();
      await asha.write({ nonce: one, text: `message ${i}` });
      accepted.push(one);
    }
    saying = false;
    await Promise.all(watching);
    await asha.settled();
    expect(lost).toEqual([]);
  });

  test('empty, too long and malformed messages are refused with a text, and not stored', async () => {
    const asha = browser();
    expect((await asha.write({})).body.error.code).toBe('channels.empty_message');
    expect((await asha.write({ text: '   ' })).body.error.code).toBe('channels.empty_message');
    expect((await asha.write({ text: 'x'.repeat(4001) })).status).toBe(400);
    expect((await asha.write({ nonce: 'a b', text: 'hi' })).status).toBe(400);
    expect((await asha.read()).lines).toEqual([]);
  });
});

describe('a picture', () => {
  test('is stored, and shown to its visitor only', async () => {
    const asha = browser();
    expect((await asha.send(await picture('#0f5c4d'), 'proof.png', { text: 'paid' })).statusCode).toBe(202);
    const { lines } = await asha.settled();
    const line = lines[0];
    expect(line).toMatchObject({ mine: true, kind: 'image', text: 'paid', fault: null });
    const shown = await asha.get(`/files/${line?.file?.id}`);
    expect([shown.status, shown.headers['content-type']]).toEqual([200, 'image/png']);
    const other = browser();
    await other.write({ text: 'hello' });
    await other.settled();
    expect((await other.get(`/files/${line?.file?.id}`)).status).toBe(404);
  });

  test('that is not what it claims is refused with a text, and the message stays', async () => {
    const asha = browser();
    await asha.send((await picture('red')).subarray(0, 60), 'proof.png');
    const { lines } = await asha.settled();
    expect(lines[0]).toMatchObject({ mine: true, file: null });
    expect(lines[0]?.fault).toMatch(/^\S.+\.$/);
  });

  test('larger than 16 MB, empty, or sent by another site is refused', async () => {
    const asha = browser();
    const large = await asha.send(Buffer.alloc(16 * 1024 * 1024 + 1, await picture('red')), 'large.png');
    expect(large.statusCode).toBe(413);
    expect((await asha.send(Buffer.alloc(0), 'empty.png')).json().error.code).toBe('files.empty');
    const form = await formOf({ nonce: nonce() }, { name: 'a.png', bytes: await picture('red') });
    const url = `/api/v1/chat/${organization.slug}/files`;
    const foreign = await app.http.inject({ method: 'POST', url, payload: form.body, headers: form.headers });
    expect(foreign.statusCode).toBe(403);
    expect((await asha.read()).lines).toEqual([]);
  });
});

test('an organization that closed its chat, or does not exist, has no chat', async () => {
  const closed = await newOrganization(app);
  const owner = await closed.as('owner');
  const saved = await owner.patch('/settings/web_chat', { open: false });
  expect(saved.status).toBe(200);
  for (const slug of [closed.slug, 'nobody-at-all']) {
    const answer = await browser(slug).get('');
    expect([answer.status, answer.body.error.code]).toEqual([404, 'channels.no_chat']);
    expect((await browser(slug).write({ text: 'hello' })).status).toBe(404);
  }
});
