/** What customers read, as an organization wrote it: mails, chats, and what is refused. */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { inLanguage, t } from '../kernel/i18n/index.ts';
import { keepOwnTexts } from '../kernel/texts/keep-own-texts.ts';
import { openExhibition, register } from '../modules/exhibition/test/factories.ts';
import { newOrganization, type TestApp, type TestOrganization, useTestApp } from './harness/index.ts';
import { webVisitor } from './harness/web-chat.ts';

let app: TestApp;
let organization: TestOrganization;
beforeAll(async () => {
  app = await useTestApp();
});
beforeEach(async () => {
  organization = await newOrganization(app);
});

const put = async (key: string, text: string | null, language = 'en', of = organization) => {
  const admin = await of.as('admin');
  const answer = await app.http.inject({
    method: 'PUT',
    url: `/api/v1/texts/${language}/${key}`,
    headers: admin.headers,
    payload: { text },
  });
  return { status: answer.statusCode, body: answer.json() };
};
const SUBJECT = 'messages.exhibition.welcome.subject';
const GREETING = 'chat.greeting';

/** The subject of the mail that a new customer gets. */
async function mailed(of = organization): Promise<string> {
  const admin = await of.as('admin');
  const fair = await openExhibition(admin);
  const { id } = await register(admin, { exhibition_id: fair.id });
  const filter = JSON.stringify({ subject_type: 'exhibition.customer', subject_id: id });
  const [message] = (await admin.get(`/messages?filter=${filter}`)).body.data;
  return (await admin.get(`/messages/${message.id}`)).body.data.preview.subject;
}

/** The first answer of the web chat. */
async function answered(of = organization, language = 'en'): Promise<string> {
  const guest = webVisitor(app, of.slug);
  await guest.write({ text: 'hi', language });
  const { lines } = await guest.settled();
  return lines.map(({ text }) => text).join('\n');
}

describe('a text of its own', () => {
  test('goes into the next mail, another organization has ours, and back is ours again', async () => {
    expect(await mailed()).toMatch(/^Kochi Craft Fair: your ID is \w{8}$/);
    expect(await put(SUBJECT, 'Namaste! {{code}}')).toMatchObject({
      status: 200,
      body: { data: { text: 'Namaste! {{code}}', fits: true } },
    });
    expect(await mailed()).toMatch(/^Namaste! \w{8}$/);
    expect(await mailed(await newOrganization(app))).toContain('your ID is');
    expect(await put(SUBJECT, null)).toMatchObject({ status: 200, body: { data: { text: null } } });
    expect(await mailed()).toContain('your ID is');
    const entries = await app.boot.database.system
      .selectFrom('audit_entry')
      .select(['action', 'subject_id', 'after'])
      .where('organization_id', '=', organization.id)
      .where('subject_type', '=', 'text')
      .orderBy('id')
      .execute();
    expect(entries).toEqual([
      { action: 'text.changed', subject_id: `en ${SUBJECT}`, after: { text: 'Namaste! {{code}}' } },
      { action: 'text.reset', subject_id: `en ${SUBJECT}`, after: { text: expect.stringContaining('your ID is') } },
    ]);
  });

  test('answers in the chat, in its language only', async () => {
    await put(GREETING, 'Vanakkam from *{{organization}}*!');
    expect(await answered()).toContain(`Vanakkam from *${organization.name}*!`);
    expect(await answered(organization, 'es')).not.toContain('Vanakkam');
    expect(await answered(await newOrganization(app))).not.toContain('Vanakkam');
  });

  test('is one for each plural form', async () => {
    await put('chat.raffle.numbers.all_taken_one', 'One {{raffle}} left: {{count}}');
    const say = (count: number) =>
      t(inLanguage(organization.ctx, 'en'), 'chat.raffle.numbers.all_taken', { count, raffle: 'Onam' });
    expect(say(1)).toBe('One Onam left: 1');
    expect(say(2)).toContain('Every number of *Onam* is taken. 2 are');
  });

  test('is said by another process as soon as it looks, and one that no longer fits is not said', async () => {
    await put(GREETING, 'Vanakkam!');
    const change = (text: string) =>
      app.boot.database.system
        .updateTable('own_text')
        .set({ text, updated_at: app.clock.now() })
        .where('organization_id', '=', organization.id)
        .execute();
    // As another process would write it, and this one begin.
    await change('Namaskaram!');
    const begun = await keepOwnTexts(app.boot);
    expect(await answered()).toContain('Namaskaram!');
    await change('Namaskaram, {{visitor}}!');
    await (await keepOwnTexts(app.boot)).stop();
    await begun.stop();
    expect(await answered()).toContain(`Welcome to ${organization.name}`);
    const { data } = (await (await organization.as('admin')).get('/texts?language=en')).body;
    expect(data.texts.find(({ key }: { key: string }) => key === GREETING)).toMatchObject({
      text: 'Namaskaram, {{visitor}}!',
      fits: false,
    });
  });
});

describe('is refused', () => {
  test.each([
    [SUBJECT, 'Your ID', 'texts.placeholder_missing', '{{code}}'],
    [SUBJECT, '{{code}} {{price}}', 'texts.placeholder_unknown', '{{price}}'],
    [SUBJECT, '{{code}}\nBcc: x', 'texts.one_line', 'one line'],
    [GREETING, 'Hello *you', 'texts.star', 'star'],
    [GREETING, ' ', 'texts.blank', 'Write a text'],
    [GREETING, 'x'.repeat(201), 'texts.too_long', '200'],
    ['chat.words.menu', 'menu', 'texts.not_found', 'no such text'],
    ['errors.not_found', 'x', 'texts.not_found', 'no such text'],
  ])('%s: %j', async (key, text, code, says) => {
    const refused = await put(key, text);
    expect(refused.body.error).toMatchObject({ code, message: expect.stringContaining(says) });
    const rows = organization.ctx.db
      .selectFrom('own_text')
      .select('key')
      .where('organization_id', '=', organization.id);
    expect(await rows.execute()).toEqual([]);
  });

  test('for whoever may not change settings, and for a key', async () => {
    const ops = await organization.as('ops');
    expect((await ops.get('/texts')).status).toBe(403);
    const key = (await (await organization.as('owner')).post('/api-keys', { name: 'Till', role: 'admin' })).body.data
      .key;
    const answer = await app.http.inject({
      method: 'PUT',
      url: `/api/v1/texts/en/${GREETING}`,
      headers: { authorization: `Bearer ${key}` },
      payload: { text: 'Pay to me' },
    });
    expect(answer.json().error.code).toBe('auth.person_required');
  });
});

test('the list names the placeholders with a sample, and only texts of modules in use', async () => {
  const small = await newOrganization(app, { modules: ['raffle'] });
  const admin = await small.as('admin');
  const { languages, texts } = (await admin.get('/texts?language=fr')).body.data;
  expect(languages).toEqual(expect.arrayContaining(['en', 'es', 'fr', 'hi', 'rw']));
  const groups = new Set(texts.map(({ group }: { group: string }) => group));
  expect(groups).toContain('payments');
  expect(groups).not.toContain('exhibition');
  const english = (await admin.get('/texts?language=en')).body.data.texts;
  expect(english.find(({ key }: { key: string }) => key === 'chat.payments.instructions.reference')).toMatchObject({
    placeholders: [{ name: 'reference', sample: 'K7M2', needed: true }],
  });
  expect(english.some(({ key }: { key: string }) => /entries|words|place$/.test(key))).toBe(false);
  expect((await admin.get('/texts?language=xx')).body.error.code).toBe('texts.no_language');
});
