/** Chat messages when WhatsApp refuses, does not answer, or closes the connection. */
import { describe, expect, it } from 'vitest';
import { whatsappAppOfFile } from './test/whatsapp-app.ts';

const desk = whatsappAppOfFile();

async function known() {
  const person = desk.api.person();
  await person.writes('hi');
  await desk.drain();
  return person;
}
const refuse = (status: number, code: number, over: object = {}) => ({
  kind: 'refuse' as const,
  status,
  code,
  ...over,
});

describe('too many messages', () => {
  it('to one person (131056): their messages wait in order, others do not', async () => {
    const [slow, quick] = [await known(), await known()];
    desk.api.trouble(refuse(400, 131056), { to: slow.address });
    const first = await desk.send(slow.address, { text: 'one' });
    const second = await desk.send(slow.address, { text: 'two' });
    const other = await desk.send(quick.address, { text: 'hello' });
    await desk.drain();
    await desk.becomes(other, 'sent');
    expect(await desk.becomes(first, 'queued')).toMatchObject({ deferrals: 0, attempts: 1 });
    expect(await desk.becomes(second, 'queued')).toMatchObject({ attempts: 0 });
    desk.app.clock.advance(7000);
    await desk.drain();
    expect(slow.inbox.slice(1).map(({ text }) => text)).toEqual(['one', 'two']);
  });

  it('from the number (130429, with a wait): all messages wait that long', async () => {
    const [a, b] = [await known(), await known()];
    desk.api.trouble(refuse(429, 130429, { retryAfter: 30 }));
    const first = await desk.send(a.address, { text: 'one' });
    await desk.drain();
    const second = await desk.send(b.address, { text: 'two' });
    await desk.drain();
    expect(await desk.becomes(first, 'queued')).toMatchObject({ deferrals: 0 });
    expect((await desk.becomes(first, 'queued')).next_attempt_at.getTime()).toBeGreaterThan(
      desk.app.clock.now().getTime() + 25_000,
    );
    expect(await desk.becomes(second, 'queued')).toMatchObject({ attempts: 0 });
    desk.app.clock.advance(31_000);
    await desk.drain();
    await desk.becomes(first, 'sent');
    await desk.becomes(second, 'sent');
  });
});

describe('an answer of 500', () => {
  it('is tried again; later messages wait and arrive after it', async () => {
    const person = await known();
    desk.api.trouble(refuse(500, 131000), { times: 2 });
    const id = await desk.send(person.address, { text: 'first' });
    await desk.send(person.address, { text: 'second' });
    await desk.drain();
    expect(await desk.becomes(id, 'queued')).toMatchObject({ deferrals: 1 });
    for (let n = 0; n < 2; n++) {
      desk.app.clock.advance(6000);
      await desk.drain();
    }
    expect(person.inbox.slice(1).map(({ text }) => text)).toEqual(['first', 'second']);
    expect(await desk.becomes(id, 'sent')).toMatchObject({ attempts: 3 });
  });

  it('for half an hour fails that message, and the conversation continues', async () => {
    const person = await known();
    desk.api.trouble(refuse(500, 131000), { times: 12 });
    const id = await desk.send(person.address, { text: 'lost' });
    const next = await desk.send(person.address, { text: 'next' });
    for (let n = 0; n < 13; n++) {
      await desk.drain();
      desk.app.clock.advance(6 * 60_000);
    }
    await desk.drain();
    expect(await desk.becomes(id, 'failed')).toMatchObject({ attempts: 12 });
    await desk.becomes(next, 'sent');
  });
});

describe('no answer', () => {
  it('after the request was sent leaves the message unknown until WhatsApp’s status', async () => {
    const person = await known();
    desk.api.trouble({ kind: 'cut_after' });
    const id = await desk.send(person.address, { text: 'did you get it?' });
    await desk.drain();
    expect(await desk.becomes(id, 'unknown')).toMatchObject({ provider_id: null });
    desk.app.clock.advance(3_600_000);
    await desk.drain();
    expect(person.inbox.filter(({ text }) => text === 'did you get it?')).toHaveLength(1);
    await desk.api.sendStatus(person.inbox.at(-1) as never, 'delivered');
    await desk.drain();
    const found = await desk.becomes(id, 'sent');
    expect(found).toMatchObject({ provider_id: person.inbox.at(-1)?.id, last_error: null });
    expect(found.delivered_at).toBeInstanceOf(Date);
  });

  it('at all: everything waits, and is sent when WhatsApp is back', async () => {
    const person = await known();
    const { root, webhook } = desk.api;
    await desk.api.stop();
    const id = await desk.send(person.address, { text: 'after the storm' });
    for (let minute = 0; minute < 10; minute++) {
      await desk.drain();
      desk.app.clock.advance(60_000);
    }
    expect(await desk.becomes(id, 'queued')).toMatchObject({ deferrals: 0 });
    expect((await desk.becomes(id, 'queued')).last_error).toContain('ECONNREFUSED');
    const { startFakeWhatsApp } = await import('../../test/fakes/whatsapp.ts');
    desk.api = await startFakeWhatsApp({
      port: Number(new URL(root).port),
      now: () => desk.app.clock.now(),
    });
    desk.api.webhook = webhook;
    desk.api.opened(person.address);
    desk.app.clock.advance(75_000);
    await desk.drain();
    await desk.becomes(id, 'sent');
    expect(desk.api.sent.map(({ text }) => text)).toEqual(['after the storm']);
  });
});

describe('a refusal', () => {
  it('of our token (190) concerns the account: messages wait for the next token', async () => {
    const person = await known();
    desk.api.trouble(refuse(401, 190), { times: 1 });
    const id = await desk.send(person.address, { text: 'hello' });
    await desk.drain();
    expect(await desk.becomes(id, 'queued')).toMatchObject({ deferrals: 0 });
    desk.app.clock.advance(75_000);
    await desk.drain();
    await desk.becomes(id, 'sent');
  });

  it('of the message (131026) is final', async () => {
    const person = await known();
    desk.api.trouble(refuse(400, 131026, { message: 'Message undeliverable' }));
    const id = await desk.send(person.address, { text: 'hello' });
    const next = await desk.send(person.address, { text: 'next' });
    await desk.drain();
    expect(await desk.becomes(id, 'failed')).toMatchObject({ last_error: '400 131026 Message undeliverable' });
    await desk.becomes(next, 'sent');
  });
});
