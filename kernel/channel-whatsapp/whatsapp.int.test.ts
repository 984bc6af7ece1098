/** Conversations over WhatsApp's format, with its limits, windows, statuses and failures. */
import { describe, expect, it } from 'vitest';
import { sendToConversation } from '../channels/index.ts';
import { PIXEL } from '../channels/test/lab.ts';
import { patchSettings } from '../settings/index.ts';
import { whatsappAppOfFile } from './test/whatsapp-app.ts';

const desk = whatsappAppOfFile();
const HOUR = 3_600_000;

/** A person who has written, so that their window is open. */
async function known(over: Parameters<typeof desk.api.person>[0] = {}) {
  const person = desk.api.person(over);
  await person.writes('hi');
  await desk.drain();
  return person;
}

const choices = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ id: `t.ask~${n}`, label: `Choice ${n}` }));

describe('a person', () => {
  it('is identified by their user id, and their phone is stored', async () => {
    const person = await known({ name: 'Meera' });
    const conversation = await desk.conversation(person.userId ?? '');
    expect(conversation).toMatchObject({ channel: 'whatsapp', account: desk.api.phoneNumberId, display_name: 'Meera' });
    expect(person.inbox).toMatchObject([{ to: person.userId, text: 'you said hi' }]);
    expect(person.inbox[0]?.body).toMatchObject({ recipient: person.userId });
    const met = await desk.system
      .selectFrom('person')
      .selectAll()
      .where('id', '=', conversation.person_id)
      .executeTakeFirst();
    expect(met).toMatchObject({ name: 'Meera', phone: `+${person.phone}` });
  });

  it('who hides their phone is answered as well', async () => {
    const person = await known({ phone: null });
    expect(person.inbox[0]?.body).toMatchObject({ recipient: person.userId });
  });

  it('without a user id keeps their conversation when they get one', async () => {
    const old = await known({ userId: null });
    expect(old.inbox[0]?.body).toMatchObject({ to: old.phone });
    const before = await desk.conversation(old.phone ?? '');
    const now = desk.api.person({ phone: old.phone, userId: 'IN.99887766' });
    await now.writes('me again');
    await desk.drain();
    expect(await desk.conversation('IN.99887766')).toMatchObject({ id: before.id });
  });
});

describe('choices', () => {
  it.each([
    [2, 'button'],
    [3, 'button'],
    [4, 'list'],
    [10, 'list'],
  ])('of %i are a %s, and a tap comes back by its id', async (count, kind) => {
    desk.handler = async (tx, { conversation, input }) => {
      if (input.kind !== 'choice')
        await sendToConversation(tx, conversation.id, { text: 'Which one?', choices: choices(count) });
    };
    const person = await known();
    expect(person.inbox[0]?.body.interactive?.type).toBe(kind);
    await person.taps(`Choice ${count - 1}`);
    await desk.drain();
    expect(desk.turns.at(-1)?.input).toEqual({ kind: 'choice', id: `t.ask~${count - 1}`, text: `Choice ${count - 1}` });
  });

  it('more than fit in a list are numbered text', async () => {
    const person = await known();
    await desk.send(person.address, { text: 'Which one?', choices: choices(11) });
    await desk.drain();
    expect(person.inbox.at(-1)?.text).toMatch(/^Which one\?\n\n1\. Choice 0\n[\s\S]*11\. Choice 10$/);
  });

  it('that are too long are cut; long texts come first, a picture above', async () => {
    const person = await known();
    const file = await keep();
    const long = { id: 'x', label: 'A label that is far longer than twenty characters', description: 'd'.repeat(100) };
    await desk.send(person.address, {
      text: `${'word '.repeat(400)}\nWhich one?`,
      choices: [long],
      image: { fileId: file },
    });
    await desk.send(person.address, { text: 'And now?', choices: [long, ...choices(4)], image: { fileId: file } });
    await desk.drain();
    const [before, buttons, picture, list] = person.inbox.slice(1);
    expect(before?.type).toBe('text');
    expect(buttons).toMatchObject({ type: 'interactive', choices: [{ title: 'A label that is far…' }] });
    expect(buttons?.text).toMatch(/Which one\?$/);
    expect(buttons?.file?.byteLength).toBeGreaterThan(0);
    expect([picture?.type, list?.choices.length]).toEqual(['image', 5]);
  });
});

describe('pictures and documents', () => {
  it('arrive with their caption and are sent with a text', async () => {
    const person = await known();
    await person.sendsPhoto(PIXEL, { caption: 'paid', type: 'image/png' });
    await desk.drain();
    // Sooner, they would be one sending.
    desk.app.clock.advance(11_000);
    await person.sendsDocument(Buffer.from('%PDF-1.4\n%âãÏÓ\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF'), 'receipt.pdf');
    await desk.drain();
    expect(desk.turns.slice(1).map(({ input }) => input)).toMatchObject([
      { kind: 'media', media: 'image', caption: 'paid', file: { contentType: 'image/png' } },
      { kind: 'media', media: 'document', file: { contentType: 'application/pdf', name: 'receipt.pdf' } },
    ]);
    await desk.send(person.address, { text: 'your ticket', image: { fileId: await keep() } });
    await desk.drain();
    expect(person.inbox.at(-1)).toMatchObject({ type: 'image', text: 'your ticket' });
  });

  it('whose link has expired are fetched with a new one', async () => {
    const person = await known();
    desk.api.trouble({ kind: 'hang' }, { path: 'link' }); // the link is dead: 404
    await person.sendsPhoto(PIXEL, { type: 'image/png' });
    await desk.drain();
    expect(desk.turns).toHaveLength(1);
    desk.app.clock.advance(2000);
    await desk.drain();
    expect(desk.turns.at(-1)?.input).toMatchObject({ kind: 'media', file: { contentType: 'image/png' } });
  });

  it('that WhatsApp no longer has, or that are too large, have the reason', async () => {
    const person = await known();
    await person.sends({ type: 'image', image: { id: '404', mime_type: 'image/jpeg' } });
    await person.sendsPhoto(PIXEL, { size: 20 * 1024 * 1024 });
    await person.sendsPhoto(Buffer.concat([PIXEL, Buffer.alloc(17 * 1024 * 1024)]), { size: 1000 });
    await desk.drain();
    expect(desk.turns.slice(1).map(({ input }) => 'fault' in input && input.fault)).toEqual([
      'channels.media_gone',
      'channels.media_too_large',
      'channels.media_too_large',
    ]);
  });

  it('of other kinds reach the handler by name', async () => {
    const person = await known();
    await person.sends({ type: 'sticker', sticker: { id: '1', mime_type: 'image/webp' } });
    await person.sends({ type: 'audio', audio: { id: '1', voice: true } });
    await person.sends({ type: 'location', location: { latitude: 1, longitude: 2 } });
    await person.sends({ type: 'from the future' });
    await person.sends({ type: 'system', system: { body: 'changed their number' } });
    await person.sends({ type: 'button', button: { payload: 'raffle.buy~yes', text: 'Yes' } });
    await person.writes('start R7K2M9');
    await desk.drain();
    expect(desk.turns.slice(1).map(({ input }) => input)).toEqual([
      { kind: 'other', what: 'sticker' },
      { kind: 'other', what: 'voice' },
      { kind: 'other', what: 'location' },
      { kind: 'other', what: 'from the future' },
      { kind: 'choice', id: 'raffle.buy~yes', text: 'Yes' },
      { kind: 'text', text: 'start R7K2M9' },
    ]);
    expect(desk.turns.at(-1)?.start).toBe('R7K2M9');
  });
});

describe('statuses', () => {
  it('only go forward, in any order, also when repeated', async () => {
    desk.api.statuses = [];
    const person = await known();
    const [message] = person.inbox;
    if (!message) throw new Error('nothing arrived');
    const row = async () => (await desk.messages(person.address))[0];
    for (const status of ['read', 'delivered', 'read', 'failed', 'sent']) {
      await desk.api.sendStatus(message, status);
      await desk.drain();
    }
    const read = await row();
    expect(read).toMatchObject({ state: 'sent', provider_id: message.id });
    expect(read?.delivered_at).toBeInstanceOf(Date);
    expect(read?.read_at).toBeInstanceOf(Date);
  });

  it('of a failure contain the reason', async () => {
    desk.api.statuses = [];
    const person = await known();
    const errors = [{ code: 131026, title: 'Message undeliverable', error_data: { details: 'not on WhatsApp' } }];
    await desk.api.sendStatus(person.inbox[0] as never, 'failed', { errors });
    await desk.drain();
    expect((await desk.messages(person.address))[0]).toMatchObject({
      state: 'failed',
      last_error: '131026 not on WhatsApp',
    });
  });

  it('that arrive before the answer to our request wait for it', async () => {
    const person = await known();
    const id = await desk.send(person.address, { text: 'early' });
    await desk.becomes(id, 'sent');
    await desk.system
      .updateTable('message')
      .set({ state: 'sending', sent_at: null, lease_until: new Date(Date.now() + 1e8) })
      .where('id', '=', id)
      .execute();
    const message = person.inbox.at(-1);
    await desk.api.sendStatus(message as never, 'read');
    await desk.drain();
    expect((await desk.becomes(id, 'sending')).read_at).toBeNull();
    await desk.system
      .updateTable('message')
      .set({ state: 'sent', sent_at: new Date(), lease_until: null })
      .where('id', '=', id)
      .execute();
    desk.app.clock.advance(3000);
    await desk.drain();
    expect((await desk.becomes(id, 'sent')).read_at).toBeInstanceOf(Date);
  });
});

describe('outside the window', () => {
  it('messages are held until the person writes, then sent in order', async () => {
    const person = await known();
    desk.app.clock.advance(25 * HOUR);
    const first = await desk.send(person.address, { text: 'your number won' });
    const second = await desk.send(person.address, { text: 'come and get it' });
    await desk.drain();
    expect(await desk.becomes(first, 'held')).toMatchObject({ held_reason: 'window_closed', attempts: 0 });
    await desk.becomes(second, 'held');
    expect(person.inbox).toHaveLength(1);
    await person.writes('hello?');
    await desk.drain();
    expect(person.inbox.map(({ text }) => text)).toEqual([
      'you said hi',
      'your number won',
      'come and get it',
      'you said hello?',
    ]);
    expect(await desk.becomes(first, 'sent')).toMatchObject({ held_reason: null });
  });

  it('the approved template is sent if there is one', async () => {
    const templates = 'raffle.won = raffle_won hi\n* = house_update en';
    expect(await patchSettings(desk.organization.ctx, 'whatsapp', { templates })).toMatchObject({ ok: true });
    try {
      const person = await known();
      desk.app.clock.advance(25 * HOUR);
      await desk.send(person.address, { text: 'Number 5\nhas won', about: 'raffle.won' });
      await desk.send(person.address, { text: 'something else' });
      await desk.drain();
      expect(person.inbox.slice(1).map(({ body }) => body)).toMatchObject([
        {
          type: 'template',
          template: {
            name: 'raffle_won',
            language: { code: 'hi' },
            components: [{ parameters: [{ text: 'Number 5 · has won' }] }],
          },
        },
        { type: 'template', template: { name: 'house_update' } },
      ]);
    } finally {
      await patchSettings(desk.organization.ctx, 'whatsapp', { templates: '' });
    }
  });

  it('by WhatsApp’s clock, though not by ours, the message is held too', async () => {
    const person = await known();
    desk.api.trouble({ kind: 'refuse', status: 400, code: 131047 });
    const id = await desk.send(person.address, { text: 'still open?' });
    await desk.drain();
    expect(await desk.becomes(id, 'held')).toMatchObject({ held_reason: 'channel_refused' });
    await person.writes('yes');
    await desk.drain();
    await desk.becomes(id, 'sent');
  });
});

async function keep(): Promise<string> {
  const { default: sharp } = await import('sharp');
  const { putFile, definePurpose } = await import('../files/index.ts');
  const purpose = definePurpose({ name: 'test.ticket', accept: ['image'], maxBytes: 1e6, read: 'session' });
  const bytes = await sharp({ create: { width: 20, height: 20, channels: 3, background: '#fa0' } })
    .webp()
    .toBuffer();
  const file = await putFile(desk.organization.ctx, { bytes, name: 'ticket', purpose });
  if (!file.ok) throw new Error(file.code);
  return file.data.id;
}
