/** WhatsApp's webhook: who may call it, and what is stored. */
import { describe, expect, it } from 'vitest';
import { newOrganization, openTestApp } from '../../test/harness/index.ts';
import { patchSettings } from '../settings/index.ts';
import { whatsappAppOfFile } from './test/whatsapp-app.ts';

const desk = whatsappAppOfFile();

const events = (organizationId = desk.organization.id) =>
  desk.system.selectFrom('inbox_event').selectAll().where('organization_id', '=', organizationId).execute();
const type = { 'content-type': 'application/json' };

describe('the handshake', () => {
  const ask = (query: Record<string, string>) =>
    desk.app.http.inject({ method: 'GET', url: '/whatsapp/webhook/', query });

  it('answers the challenge when the verify token is right', async () => {
    const reply = await ask({
      'hub.mode': 'subscribe',
      'hub.verify_token': desk.api.verifyToken,
      'hub.challenge': '1158201444',
    });
    expect([reply.statusCode, reply.body]).toEqual([200, '1158201444']);
    expect(reply.headers['content-type']).toContain('text/plain');
  });

  it.each([
    ['another word', { 'hub.mode': 'subscribe', 'hub.verify_token': 'guess', 'hub.challenge': '1' }],
    ['no word', { 'hub.mode': 'subscribe', 'hub.challenge': '1' }],
    ['no mode', { 'hub.verify_token': 'a word to show', 'hub.challenge': '1' }],
  ])('is refused with %s', async (_, query) => {
    const reply = await ask(query);
    expect(reply.statusCode).toBe(401);
    expect(reply.json()).toMatchObject({ ok: false, error: { code: 'channels.bad_signature' } });
  });
});

describe('a signature', () => {
  const body = () => Buffer.from(JSON.stringify(desk.api.person().envelope({ type: 'text', text: { body: 'hi' } })));

  it.each([
    ['missing', () => ({})],
    ['empty', () => ({ 'x-hub-signature-256': '' })],
    ['of another secret', (raw: Buffer) => ({ 'x-hub-signature-256': desk.api.sign(raw, 'guessed') })],
    ['of other bytes', () => ({ 'x-hub-signature-256': desk.api.sign('other') })],
    ['cut short', (raw: Buffer) => ({ 'x-hub-signature-256': desk.api.sign(raw).slice(0, -2) })],
    ['of the older kind', (raw: Buffer) => ({ 'x-hub-signature': desk.api.sign(raw) })],
    ['without its name', (raw: Buffer) => ({ 'x-hub-signature-256': desk.api.sign(raw).replace('sha256=', '') })],
  ])('that is %s is refused, and nothing is kept', async (_, headers) => {
    const before = await events();
    const raw = body();
    const reply = await desk.post(raw, { ...type, ...(headers(raw) as Record<string, string>) });
    expect(reply.statusCode).toBe(401);
    expect(await events()).toHaveLength(before.length);
  });

  it('over the raw bytes is accepted, with any spaces in them', async () => {
    const person = desk.api.person();
    const raw = JSON.stringify(person.envelope({ type: 'text', text: { body: 'नमस्ते 🙏' } }), null, 3);
    const reply = await desk.post(raw, { ...type, 'x-hub-signature-256': desk.api.sign(raw) });
    expect([reply.statusCode, reply.json()]).toEqual([200, { ok: true }]);
    await desk.drain();
    expect(person.inbox[0]?.text).toBe('you said नमस्ते 🙏');
  });

  it('sent again with its body changes nothing', async () => {
    const person = desk.api.person();
    const body = person.envelope({ type: 'text', text: { body: 'once' } });
    for (let n = 0; n < 3; n++) expect(await desk.api.deliver(body)).toBe(200);
    await desk.drain();
    expect(await desk.api.deliver(body)).toBe(200);
    await desk.drain();
    expect(person.inbox).toHaveLength(1);
  });

  it('is never valid when the server has no secret', async () => {
    const { WHATSAPP_APP_SECRET: _, ...env } = desk.api.env;
    const bare = await openTestApp(env);
    try {
      await newOrganization(bare);
      const raw = body();
      for (const headers of [
        { 'x-hub-signature-256': desk.api.sign(raw, '') },
        { 'x-hub-signature-256': desk.api.sign(raw) },
      ]) {
        const reply = await bare.http.inject({
          method: 'POST',
          url: '/whatsapp/webhook',
          payload: raw,
          headers: { ...type, ...headers },
        });
        expect(reply.statusCode).toBe(401);
      }
    } finally {
      await bare.close();
    }
  });
});

describe('a request', () => {
  it('may contain many messages and statuses, each an event', async () => {
    const [asha, ravi] = [desk.api.person(), desk.api.person({ name: 'Ravi' })];
    const at = String(Math.floor(desk.app.clock.now().getTime() / 1000));
    const text = (person: typeof asha, id: string, body: string) => ({
      id,
      from: person.phone,
      from_user_id: person.userId,
      timestamp: at,
      type: 'text',
      text: { body },
    });
    const before = await events();
    await desk.api.deliver(
      desk.api.envelope({
        contacts: [ravi.contact, asha.contact],
        messages: [text(asha, 'wamid.m1', 'one'), text(ravi, 'wamid.m2', 'two'), text(asha, 'wamid.m3', 'three')],
        statuses: [
          { id: 'wamid.other', status: 'delivered', timestamp: at, recipient_id: '4915112345678' },
          { id: 'wamid.other', status: 'read', timestamp: at, recipient_id: '4915112345678' },
        ],
      }),
    );
    expect(await events()).toHaveLength(before.length + 5);
    await desk.drain();
    expect(desk.turns.filter(({ conversation }) => conversation.address === asha.userId)).toMatchObject([
      { input: { text: 'one' }, conversation: { displayName: 'Asha Rao' } },
      { input: { text: 'three' } },
    ]);
    expect(await desk.conversation(ravi.address)).toMatchObject({ display_name: 'Ravi' });
  });

  it('for an unknown number is acknowledged and not stored', async () => {
    const before = await events();
    const body = desk.api.envelope({ messages: [{ id: 'wamid.x', from: '1', type: 'text' }] }, 'messages', '999');
    expect(await desk.api.deliver(body)).toBe(200);
    expect(await events()).toHaveLength(before.length);
  });

  it.each([
    ['no JSON', 'not json {'],
    ['no object', 'null'],
    ['no entries', '{"object":"whatsapp_business_account"}'],
    ['entries of another kind', '{"entry":[null,{"changes":[{"field":"account_update","value":{}},null]}]}'],
    [
      'messages without ids',
      '{"entry":[{"changes":[{"field":"messages","value":{"messages":[{},null],"statuses":[{}]}}]}]}',
    ],
  ])('is acknowledged with %s, or Meta would bring it for days', async (_, raw) => {
    const reply = await desk.post(raw, { ...type, 'x-hub-signature-256': desk.api.sign(raw) });
    expect(reply.statusCode).toBe(200);
  });

  it('goes to the organization with that number, signed by its own app', async () => {
    const own = await newOrganization(desk.app);
    const patched = await patchSettings(own.ctx, 'whatsapp', {
      phone_number_id: '555000111',
      access_token: 'their token',
      app_secret: 'their secret',
    });
    expect(patched).toMatchObject({ ok: true });
    const message = { id: 'wamid.theirs', from: '919811111111', type: 'text', text: { body: 'hi' } };
    const raw = JSON.stringify(desk.api.envelope({ messages: [message] }, 'messages', '555000111'));
    await new Promise((resolve) => setTimeout(resolve, 600)); // after this an unknown number is queried again
    const forged = await desk.post(raw, { ...type, 'x-hub-signature-256': desk.api.sign(raw) });
    expect(forged.statusCode).toBe(200); // signed by an app of ours, but not for that number: dropped
    expect(await events(own.id)).toEqual([]);
    const reply = await desk.post(raw, { ...type, 'x-hub-signature-256': desk.api.sign(raw, 'their secret') });
    expect(reply.statusCode).toBe(200);
    expect(await events(own.id)).toMatchObject([{ account: '555000111', provider_id: 'wamid.theirs' }]);
  });
});

describe('settings', () => {
  it('belong together, and name templates line by line', async () => {
    const own = await newOrganization(desk.app);
    expect(await patchSettings(own.ctx, 'whatsapp', { phone_number_id: '1234' })).toMatchObject({
      ok: false,
      fields: { access_token: 'channels.whatsapp_incomplete', app_secret: 'channels.whatsapp_incomplete' },
    });
    expect(await patchSettings(own.ctx, 'whatsapp', { templates: 'payments.verified payment_verified' })).toMatchObject(
      {
        ok: false,
        fields: { templates: 'channels.whatsapp_bad_templates' },
      },
    );
  });
});
