/** From Telegram into the server, over HTTP. */
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { eventually, newOrganization } from '../../test/harness/index.ts';
import { newId } from '../lib/ids.ts';
import { patchSettings } from '../settings/index.ts';
import { webhookSecret } from './bots.ts';
import { BOT_ID, OTHER_TOKEN, telegramLab } from './test/lab.ts';

const SECRET = 'x-telegram-bot-api-secret-token';
const lab = telegramLab();

const post = async (headers: Record<string, string>, body: unknown) => {
  const reply = await fetch(`${lab.address}/telegram/webhook`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: reply.status, body: await reply.json() };
};

describe('settings', () => {
  it('refuse an invalid token, and never show one', async () => {
    const theirs = await newOrganization(lab.app);
    const admin = await theirs.as('owner');
    const refused = await admin.patch('/settings/telegram', { bot_token: 'hello' });
    expect(refused).toMatchObject({
      status: 422,
      body: { error: { fields: { bot_token: expect.stringMatching(/BotFather/) } } },
    });
    const saved = await admin.patch('/settings/telegram', { bot_token: OTHER_TOKEN });
    expect(saved.status).toBe(200);
    expect(JSON.stringify(saved.body)).not.toContain('AAFake');
  });
});

describe('the webhook', () => {
  it('stores updates and answers at once; the flow answers the person, and a tap returns its id', async () => {
    const asha = lab.telegram.person({ language_code: 'hi' });
    expect(await asha.writes('hello')).toBe(200);
    const [first] = await lab.telegram.arrived(asha.id);
    expect(first).toMatchObject({ text: 'you said hello', keyboard: [[{ text: 'Yes' }, { text: 'No' }]] });
    expect(await asha.taps('No')).toBe(200);
    await lab.telegram.arrived(asha.id, 2);
    await lab.settled();
    expect(lab.turns.map(({ input }) => input)).toEqual([
      { kind: 'text', text: 'hello' },
      { kind: 'choice', id: 'echo~no', text: 'No' },
    ]);
    expect(await lab.conversation(asha)).toMatchObject({
      organization_id: lab.organization.id,
      channel: 'telegram',
      account: '4242424242',
      display_name: 'Asha',
      language: 'hi',
    });
    expect(await lab.events(asha)).toMatchObject([{ state: 'processed' }, { state: 'processed' }]);
    expect(await lab.outbox(asha)).toMatchObject([{ state: 'sent', channel: 'telegram' }, { state: 'sent' }]);
    // The button's spinner stops.
    await eventually(
      async () => lab.telegram.calls.some(({ method }) => method === 'answerCallbackQuery'),
      'the tap is answered',
    );
    const entries = await lab.system
      .selectFrom('audit_entry')
      .select('action')
      .where('organization_id', '=', lab.organization.id)
      .execute();
    expect(entries.map(({ action }) => action)).toContain('people.added');
  });

  it('refuses a missing, a wrong and a foreign secret, and keeps nothing', async () => {
    const body = lab.telegram.person().holds({ text: 'hello' });
    const right = lab.secret;
    const another = await newOrganization(lab.app);
    const wrong: Record<string, string>[] = [
      {},
      { [SECRET]: '' },
      { [SECRET]: `${right}x` },
      { [SECRET]: right.slice(0, -1) },
      { [SECRET]: right.replace(lab.organization.id, another.id) },
      // Valid secrets, for an organization without that bot, and for a bot that the organization does not have.
      { [SECRET]: webhookSecret(lab.app.config, another, { id: BOT_ID }) },
      { [SECRET]: webhookSecret(lab.app.config, lab.organization, { id: '1' }) },
      {
        [SECRET]: webhookSecret(
          { ...lab.app.config, SECRET_KEY: 'another key of thirty-two characters!' },
          lab.organization,
          {
            id: '4242424242',
          },
        ),
      },
      { [SECRET]: webhookSecret(lab.app.config, { id: newId() }, { id: BOT_ID }) },
    ];
    for (const headers of wrong) {
      const refused = await post(headers, body);
      expect(refused.status, JSON.stringify(headers)).toBe(401);
      expect(refused.body).toMatchObject({
        ok: false,
        error: { code: 'channels.bad_signature', message: expect.stringMatching(/signed/) },
      });
    }
    const kept = await lab.system
      .selectFrom('inbox_event')
      .select('id')
      .where('provider_id', '=', `update:${body.update_id}`)
      .execute();
    expect(kept).toEqual([]);
  });

  it('accepts updates that it cannot use, because Telegram would repeat them forever', async () => {
    const headers = { [SECRET]: lab.secret };
    const person = lab.telegram.person();
    for (const body of [{ update_id: 1, poll: {} }, {}, [], 'null', { update_id: 'x', message: {} }])
      expect((await post(headers, body)).status, JSON.stringify(body)).toBe(200);
    expect((await post(headers, '{"update_id":')).status).toBe(400);
    expect(await person.writesInGroup('hello all')).toBe(200);
    expect(await lab.events(person)).toEqual([]);
  });

  it('processes an update once that arrives twice, also at the same moment', async () => {
    const asha = lab.telegram.person();
    await asha.writes('hello');
    expect(await Promise.all([asha.repeats(), asha.repeats(), asha.repeats()])).toEqual([200, 200, 200]);
    await lab.settled();
    expect(await asha.repeats()).toBe(200);
    await lab.settled();
    expect(asha.received).toHaveLength(1);
    expect(await lab.events(asha)).toHaveLength(1);
  });

  it('processes updates out of order once each, in the order of their arrival', async () => {
    const asha = lab.telegram.person();
    const [first, second] = [asha.holds({ text: 'first' }), asha.holds({ text: 'second' })];
    await lab.telegram.deliver(second);
    await lab.telegram.deliver(first);
    await lab.telegram.arrived(asha.id, 2);
    expect(asha.received.map(({ text }) => text)).toEqual(['you said second', 'you said first']);
  });

  it('finds each organization by the secret of its bot', async () => {
    const theirs = await newOrganization(lab.app);
    await patchSettings(theirs.ctx, 'telegram', { bot_token: OTHER_TOKEN });
    lab.telegram.setWebhook(
      `${lab.address}/telegram/webhook`,
      webhookSecret(lab.app.config, theirs, { id: '555000111' }),
      OTHER_TOKEN,
    );
    const asha = lab.telegram.person({ token: OTHER_TOKEN });
    expect(await asha.writes('hello')).toBe(200);
    const [received] = await lab.telegram.arrived(asha.id);
    expect(received?.token).toBe(OTHER_TOKEN);
    expect(await lab.conversation(asha)).toMatchObject({ organization_id: theirs.id, account: '555000111' });
    // Their bot is removed: later updates are refused.
    await patchSettings(theirs.ctx, 'telegram', { bot_token: null });
    expect(await asha.writes('still there?')).toBe(401);
  });
});

describe('pictures', () => {
  const picture = () =>
    sharp({ create: { width: 60, height: 40, channels: 3, background: '#0a7' } })
      .jpeg()
      .toBuffer();

  it('are fetched and stored, with their caption', async () => {
    const asha = lab.telegram.person();
    await asha.sendsPhoto(await picture(), { caption: 'paid' });
    await lab.telegram.arrived(asha.id);
    const [turn] = lab.turns;
    expect(turn?.input).toMatchObject({
      kind: 'media',
      media: 'image',
      caption: 'paid',
      file: { contentType: 'image/jpeg', width: 60 },
    });
  });

  it('that are no images, too large, or gone reach the flow with the reason', async () => {
    const asha = lab.telegram.person();
    const fault = async (sending: Promise<unknown>) => {
      const before = lab.turns.length;
      await sending;
      return eventually(async () => lab.turns.length > before && lab.turns.at(-1)?.input, 'the turn');
    };
    expect(await fault(asha.sendsPhoto(Buffer.from('no picture at all')))).toMatchObject({
      file: null,
      fault: 'files.kind_refused',
    });
    expect(await fault(asha.sendsDocument(Buffer.from('x'), { size: 21 * 1024 * 1024 }))).toMatchObject({
      file: null,
      fault: 'channels.media_too_large',
    });
    const gone = asha.sendsPhoto(await picture());
    lab.telegram.files.clear();
    expect(await fault(gone)).toMatchObject({ file: null, fault: 'channels.media_gone' });
  });

  it('that cannot be fetched now are fetched later, and only once', async () => {
    const asha = lab.telegram.person();
    lab.telegram.trouble({ kind: 'error' }, { method: 'getFile' });
    await asha.sendsPhoto(await picture());
    await eventually(async () => (await lab.events(asha))[0]?.attempts === 1, 'the first attempt');
    expect(lab.turns).toEqual([]);
    lab.app.clock.advance(10_000);
    await lab.settled();
    expect(lab.turns[0]?.input).toMatchObject({ kind: 'media', file: { contentType: 'image/jpeg' } });
  });
});
