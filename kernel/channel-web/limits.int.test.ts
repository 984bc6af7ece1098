/** What anonymous visitors can do to the web chat, and what a school behind one address needs. */
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newOrganization, openTestApp, type TestApp, type TestOrganization } from '../../test/harness/index.ts';
import { webVisitor } from '../../test/harness/web-chat.ts';
import { allChannelsOfFile } from '../channels/test/all-channels.ts';
import { patchSettings } from '../settings/index.ts';

const all = allChannelsOfFile();
let organization: TestOrganization;

beforeEach(async () => {
  organization = await newOrganization(all.app);
});

/** One address for all of them. */
const SCHOOL = '203.0.113.7';
const browser = (slug = organization.slug, app: TestApp = all.app) => webVisitor(app, slug, '', SCHOOL);
const photo = (seed = 0) =>
  sharp({
    create: {
      width: 400,
      height: 300,
      channels: 3,
      background: { r: seed, g: 90, b: 120 },
      noise: { type: 'gaussian', mean: 128, sigma: 60 },
    },
  })
    .png()
    .toBuffer();
const uploads = () =>
  all.system.selectFrom('web_chat_upload').select('id').where('organization_id', '=', organization.id).execute();
const files = () => all.system.selectFrom('file').select('id').where('organization_id', '=', organization.id).execute();
const used = () =>
  all.system
    .selectFrom('media_use')
    .select(['source', 'bytes'])
    .where('organization_id', '=', organization.id)
    .execute();
const code = (answer: { json(): { error?: { code: string; message: string } } }) => answer.json().error?.code;

describe('visitors behind one address', () => {
  test('a hundred at once are all served, and can continue', async () => {
    const people = Array.from({ length: 100 }, () => browser());
    const begun = await Promise.all(people.map((one) => one.write({ text: 'hello' })));
    expect(begun.filter(({ status }) => status !== 202)).toEqual([]);
    for (let round = 0; round < 3; round++) {
      const answers = await Promise.all(
        people.flatMap((one) => [one.write({ text: `round ${round}` }), one.get('/messages')]),
      );
      expect(answers.filter(({ status }) => status > 202)).toEqual([]);
    }
  });

  test('start at most as many conversations as the setting allows; existing ones are not counted', async () => {
    const admin = await organization.as('admin');
    expect((await admin.patch('/settings/web_chat', { new_per_address: 3 })).status).toBe(200);
    const people = Array.from({ length: 3 }, () => browser());
    for (const one of people) expect((await one.write({ text: 'hello' })).status).toBe(202);
    const late = await browser().write({ text: 'hello' });
    expect([late.status, late.body.error.code]).toEqual([429, 'channels.too_many_chats']);
    expect(late.body.error.message).toMatch(/\d+ seconds/);
    expect(Number(late.headers['retry-after'])).toBeGreaterThan(60);
    // A forged cookie is ignored.
    const forged = await webVisitor(
      all.app,
      organization.slug,
      `counterfoil.chat=${crypto.randomUUID()}.AAAA`,
      SCHOOL,
    ).write({
      text: 'hi',
    });
    expect(forged.status).toBe(429);
    // Another address has its own counter.
    expect((await webVisitor(all.app, organization.slug).write({ text: 'hello' })).status).toBe(202);
    expect((await people[0]?.write({ text: 'more' }))?.status).toBe(202);
    all.app.clock.advance(10 * 60_000);
    expect((await browser().write({ text: 'hello' })).status).toBe(202);
  });

  test('a conversation that floods is limited, others are not', async () => {
    const [loud, quiet] = [browser(), browser()];
    await Promise.all([loud.write({ text: 'one' }), quiet.write({ text: 'hello' })]);
    const answers = await Promise.all(Array.from({ length: 70 }, (_, n) => loud.write({ text: `again ${n}` })));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(10);
    expect(refused[0]?.body.error.code).toBe('channels.too_fast');
    expect((await quiet.write({ text: 'still here' })).status).toBe(202);
  });
});

describe('a picture', () => {
  test('that was processed is stored once: as a file', async () => {
    const asha = browser();
    expect((await asha.send(await photo(), 'proof.png')).statusCode).toBe(202);
    expect((await asha.settled()).lines[0]?.file).not.toBeNull();
    expect(await uploads()).toEqual([]);
    expect(await files()).toHaveLength(1);
  });

  test('that cannot be decoded is deleted at once, and so is the same message sent twice', async () => {
    const asha = browser();
    await asha.send((await photo()).subarray(0, 5000), 'broken.png');
    expect((await asha.settled()).lines[0]?.fault).toBeTruthy();
    expect(await uploads()).toEqual([]);
    const nonce = crypto.randomUUID();
    await asha.send(await photo(), 'once.png', { nonce });
    await asha.send(await photo(), 'once.png', { nonce });
    await asha.settled();
    expect(await uploads()).toEqual([]);
    expect(await files()).toHaveLength(1);
  });

  test('that is no image, or too large, is refused before anything is stored or counted', async () => {
    const asha = browser();
    const none = await asha.send(Buffer.alloc(2_000_000, 'no picture'), 'proof.png');
    expect([none.statusCode, code(none)]).toEqual([415, 'files.kind_refused']);
    const html = await asha.send(Buffer.from('<html><script>'), 'proof.png');
    expect(html.statusCode).toBe(415);
    const large = await asha.send(Buffer.concat([await photo(), Buffer.alloc(16 * 1024 * 1024)]), 'large.png');
    expect([large.statusCode, code(large)]).toEqual([413, 'channels.media_too_large']);
    expect([await uploads(), await files(), await used()]).toEqual([[], [], []]);
  });

  test('above the sender’s limit of the day is refused, also of two at once; accepted the next day', async () => {
    await patchSettings(organization.ctx, 'chat_media', { sender_mb: 1 });
    const bytes = await photo();
    const fit = Math.floor((1024 * 1024) / bytes.byteLength);
    const people = Array.from({ length: fit + 3 }, () => browser());
    const answers = await Promise.all(people.map((one) => one.send(bytes, 'proof.png')));
    expect(answers.filter(({ statusCode }) => statusCode === 202)).toHaveLength(fit);
    expect(new Set(answers.filter(({ statusCode }) => statusCode !== 202).map(code))).toEqual(
      new Set(['channels.media_quota']),
    );
    all.app.clock.advance(24 * 3_600_000);
    expect((await browser().send(bytes, 'proof.png')).statusCode).toBe(202);
  });

  test('of other channels counts too, and is refused with a message; staff see that the limit is reached', async () => {
    const first = all.organization;
    const ops = await first.as('ops');
    const notices = async () =>
      new Set((await ops.get('/channels')).body.data.map(({ notice }: { notice: string }) => notice));
    expect(await notices()).toEqual(new Set([null]));
    await patchSettings(first.ctx, 'chat_media', { organization_mb: 1 });
    try {
      const bytes = await photo(1);
      const fit = Math.floor((1024 * 1024) / bytes.byteLength);
      const asha = all.whatsapp.person();
      const ravi = all.telegram.person();
      for (let n = 0; n < fit; n++) await asha.sendsPhoto(bytes, { type: 'image/png' });
      await all.received(asha.address, fit);
      await ravi.sendsPhoto(bytes);
      await all.received(String(ravi.id));
      const lines = [...(await all.lines(asha.address)), ...(await all.lines(String(ravi.id)))].filter(
        ({ direction }) => direction === 'in',
      );
      expect(lines.map(({ fault }) => fault)).toEqual([...Array(fit).fill(null), 'channels.media_quota_all']);
      expect(all.turns.at(-1)?.input).toMatchObject({ kind: 'media', file: null, fault: 'channels.media_quota_all' });
      expect(await notices()).toEqual(new Set([null, 'media_quota']));
    } finally {
      await patchSettings(first.ctx, 'chat_media', { organization_mb: 4096 });
    }
  });
});

describe('text', () => {
  const MB = 1024 * 1024;
  const day = () => all.app.clock.now().toISOString().slice(0, 10);
  const fill = (source: string, bytes: number) =>
    all.system
      .insertInto('media_use')
      .values({ organization_id: organization.id, day: day(), source, bytes })
      .execute();
  const events = () =>
    all.system.selectFrom('inbox_event').select('id').where('organization_id', '=', organization.id).execute();

  test('of one address has a limit of bytes in a day, before anything is stored; others go on', async () => {
    await fill(`text web ${SCHOOL}`, 64 * MB - 3000);
    const asha = browser();
    expect((await asha.write({ text: 'short' })).status).toBe(202);
    const refused = await asha.write({ text: 'x'.repeat(3000) });
    expect([refused.status, refused.body.error.code]).toEqual([429, 'channels.text_quota']);
    expect(await events()).toHaveLength(1);
    expect((await webVisitor(all.app, organization.slug, '', '203.0.113.8').write({ text: 'hello' })).status).toBe(202);
  });

  test('of an organization has one too, whoever writes', async () => {
    await fill('text', 512 * MB);
    const refused = await browser().write({ text: 'hello' });
    expect([refused.status, refused.body.error.code]).toEqual([429, 'channels.text_quota_all']);
    expect(await events()).toEqual([]);
  });
});

describe('a disk that is nearly full', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await openTestApp({
      DISK_RESERVE_MB: '1000000000',
      TELEGRAM_API_ROOT: all.telegram.root,
      PAYMENT_SANDBOX: 'true',
    });
  });
  afterAll(() => app?.close());

  test('refuses new files, text and callbacks, and shows it to the visitor, to staff and in the health', async () => {
    const there = await newOrganization(app);
    const asha = browser(there.slug, app);
    const refused = await asha.send(await photo(), 'proof.png');
    expect([refused.statusCode, code(refused)]).toEqual([507, 'channels.disk_full']);
    expect(refused.json().error.message).toMatch(/later/);
    const written = await asha.write({ text: 'hello' });
    expect([written.status, written.body.error.code]).toEqual([507, 'http.disk_full']);
    expect((await (await there.as('owner')).patch('/settings/sandbox', { enabled: true })).status).toBe(200);
    const callback = await app.http.inject({
      method: 'POST',
      url: `/payment-callbacks/sandbox/${there.slug}`,
      payload: { event: 'x paid', reference: 'x' },
    });
    expect([callback.statusCode, code(callback)]).toEqual([507, 'http.disk_full']);
    expect(await app.boot.database.system.selectFrom('inbox_event').select('id').execute()).toEqual([]);
    const ops = await there.as('ops');
    expect((await ops.get('/channels')).body.data[0]).toMatchObject({ name: 'web', notice: 'disk_low' });
    const health = (await app.http.inject({ url: '/api/v1/health/' })).json();
    expect(JSON.stringify(health)).toContain('disk_low');
    const kept = await app.boot.database.system.selectFrom('web_chat_upload').select('id').execute();
    expect(kept).toEqual([]);
  });
});
