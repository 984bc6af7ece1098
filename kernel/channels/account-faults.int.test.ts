/** Faults of an account, closed windows, reactions, ticks and typing. */
import { describe, expect, it } from 'vitest';
import { eventually } from '../../test/harness/index.ts';
import { patchSettings } from '../settings/index.ts';
import { allChannelsOfFile } from './test/all-channels.ts';
import { quiet } from './test/quiet.ts';

const all = allChannelsOfFile();
const refuse = (code: number) => ({ kind: 'refuse' as const, status: 400, code, message: `refused ${code}` });
const templates = (text: string) =>
  patchSettings(all.organization.ctx, 'whatsapp', {
    phone_number_id: all.whatsapp.phoneNumberId,
    access_token: all.whatsapp.token,
    app_secret: all.whatsapp.appSecret,
    templates: text,
  });

async function known() {
  const person = all.whatsapp.person();
  await person.writes('hi');
  await all.received(person.address);
  await quiet(all.app);
  return person;
}

describe('a window that WhatsApp considers closed (131047)', () => {
  it('sends the template if there is one, at once or after the status; otherwise holds the message', async () => {
    const person = await known();
    all.whatsapp.trouble(refuse(131047));
    await all.becomes(await all.send(person.address, { text: 'no template' }), 'held');

    await templates('raffle.won = you_won en_US');
    all.whatsapp.trouble(refuse(131047));
    const won = await all.send(person.address, { text: 'you won', about: 'raffle.won' });
    await all.becomes(won, 'sent');
    expect(person.inbox.at(-1)).toMatchObject({ type: 'template', text: 'you won' });

    all.whatsapp.statuses = [];
    const again = await all.send(person.address, { text: 'you won again', about: 'raffle.won' });
    await all.becomes(again, 'sent');
    const first = person.inbox.at(-1);
    expect(first?.type).toBe('text');
    const error = { code: 131047, title: 'Re-engagement message' };
    await all.whatsapp.sendStatus(first as never, 'failed', { errors: [error] });
    await eventually(async () => person.inbox.at(-1)?.type === 'template', 'the template');
    await all.becomes(again, 'sent');
    // The template was refused as well: the message stays held.
    await all.whatsapp.sendStatus(person.inbox.at(-1) as never, 'failed', { errors: [error] });
    await all.becomes(again, 'held');
    all.whatsapp.statuses = ['sent', 'delivered'];
  });
});

describe('a fault of the account', () => {
  it.each([131042, 131037])('(%i) pauses it and keeps every message; staff see what to do', async (code) => {
    const [asha, ravi] = [await known(), await known()];
    all.whatsapp.trouble(refuse(code));
    const first = await all.send(asha.address, { text: 'one' });
    await eventually(
      async () => (await all.messages(asha.address)).some(({ last_error }) => last_error?.includes(String(code))),
      'the refusal',
    );
    const asked = all.whatsapp.requests;
    const second = await all.send(ravi.address, { text: 'two' });
    await all.app.boot.services.messages?.dispatcher?.drain();
    expect(await all.becomes(first, 'queued')).toMatchObject({ deferrals: 0 });
    await all.becomes(second, 'queued');
    expect(all.whatsapp.requests).toBe(asked);
    const ops = await all.organization.as('ops');
    const channels = (await ops.get('/channels')).body.data as { name: string; last_error: string }[];
    expect(channels.find(({ name }) => name === 'whatsapp')?.last_error).toMatch(
      /Messages wait and go out by themselves/,
    );
    const health = (await all.app.http.inject({ url: '/api/v1/health/' })).json();
    expect(JSON.stringify(health)).toContain('whatsapp');
    all.app.clock.advance(16 * 60_000);
    await all.becomes(first, 'sent');
    await all.becomes(second, 'sent');
  });

  it('reported by a status keeps the message, and sends it again after the fault is corrected', async () => {
    const asha = await known();
    all.whatsapp.statuses = [];
    const id = await all.send(asha.address, { text: 'one' });
    await all.becomes(id, 'sent');
    await all.whatsapp.sendStatus(asha.inbox.at(-1) as never, 'failed', {
      errors: [{ code: 131042, title: 'Payment issue' }],
    });
    expect(await all.becomes(id, 'queued')).toMatchObject({ last_error: expect.stringContaining('131042') });
    all.whatsapp.statuses = ['sent', 'delivered'];
    all.app.clock.advance(16 * 60_000);
    await all.becomes(id, 'sent');
    expect(asha.inbox.filter(({ text }) => text === 'one')).toHaveLength(2);
  });

  it('reported by the webhook is shown to staff, and outgoing messages wait', async () => {
    const asha = await known();
    const error = {
      code: 131042,
      title: 'Business eligibility payment issue',
      error_data: { details: 'no means of payment' },
    };
    expect(await all.whatsapp.deliver(all.whatsapp.envelope({ errors: [error] }))).toBe(200);
    const ops = await all.organization.as('ops');
    expect((await ops.get('/inbox-events')).body.data[0]).toMatchObject({
      source: 'whatsapp',
      state: 'set_aside',
      last_error: '131042 no means of payment',
    });
    const asked = all.whatsapp.requests;
    const id = await all.send(asha.address, { text: 'one' });
    await all.app.boot.services.messages?.dispatcher?.drain();
    await all.becomes(id, 'queued');
    expect(all.whatsapp.requests).toBe(asked);
    all.app.clock.advance(16 * 60_000);
    await all.becomes(id, 'sent');
  });
});

describe('Telegram’s 429', () => {
  it('that no single chat caused pauses the whole bot', async () => {
    const [asha, ravi] = [all.telegram.person(), all.telegram.person()];
    for (const one of [asha, ravi]) await one.writes('hello');
    await all.telegram.arrived(ravi.id);
    await quiet(all.app);
    all.telegram.trouble({ kind: 'too_many', retryAfter: 30 }, { chat: asha.id });
    const first = await all.send(String(asha.id), { text: 'one' });
    await eventually(
      async () => (await all.messages(String(asha.id))).some(({ last_error }) => last_error?.includes('429')),
      'the refusal',
    );
    const second = await all.send(String(ravi.id), { text: 'two' });
    await all.app.boot.services.messages?.dispatcher?.drain();
    await all.becomes(first, 'queued');
    expect(await all.becomes(second, 'queued')).toMatchObject({ attempts: 0 });
    all.app.clock.advance(31_000);
    await all.becomes(first, 'sent');
    await all.becomes(second, 'sent');
  });
});

describe('a reaction', () => {
  it('gets no answer, in WhatsApp and in Telegram', async () => {
    const asha = await known();
    const ravi = all.telegram.person();
    await ravi.writes('hello');
    await all.telegram.arrived(ravi.id);
    const before = [asha.inbox.length, ravi.received.length];
    const reaction = { message_id: asha.inbox[0]?.id, emoji: '👍' };
    expect(await asha.sends({ type: 'reaction', reaction })).toBe(200);
    expect(
      await asha.sends({ type: 'unsupported', unsupported: { type: 'reaction' }, errors: [{ code: 131051 }] }),
    ).toBe(200);
    const message_reaction = { chat: ravi.chat, user: ravi.chat, new_reaction: [{ type: 'emoji', emoji: '👍' }] };
    expect(await all.telegram.deliver({ update_id: all.telegram.nextUpdateId(), message_reaction })).toBe(200);
    await all.received(asha.address, 3);
    await quiet(all.app);
    expect([asha.inbox.length, ravi.received.length]).toEqual(before);
    expect((await all.lines(asha.address)).filter(({ direction }) => direction === 'in')).toHaveLength(1);
  });
});

describe('ticks and typing', () => {
  it('are shown once for a message that will be answered, and do not delay the answer when they hang', async () => {
    const asha = all.whatsapp.person();
    const id = all.whatsapp.nextId();
    await asha.sends({ type: 'text', text: { body: 'hello' } }, id);
    await eventually(async () => asha.inbox.length === 1, 'the answer');
    await eventually(async () => all.whatsapp.seen.length > 0, 'the ticks');
    expect(all.whatsapp.seen.filter(({ messageId }) => messageId === id)).toEqual([{ messageId: id, typing: true }]);

    all.whatsapp.trouble({ kind: 'hang' }, { path: 'seen', times: 3 });
    for (const text of ['one', 'two', 'three']) await asha.writes(text);
    await eventually(async () => asha.inbox.length === 4, 'the answers');

    const ravi = all.telegram.person();
    await ravi.writes('hello');
    await all.telegram.arrived(ravi.id);
    const typing = () =>
      all.telegram.calls.filter(
        ({ method, params }) => method === 'sendChatAction' && Number(params.chat_id) === ravi.id,
      );
    await eventually(async () => typing().length === 1, 'typing');
    expect(typing()[0]?.params.action).toBe('typing');

    // A member of staff reads it: the ticks come then, without typing.
    const opsOf = await all.organization.as('ops');
    const theirs = (await all.conversation(asha.address)).id;
    await opsOf.post(`/conversations/${theirs}/take-over`);
    const late = all.whatsapp.nextId();
    await asha.sends({ type: 'text', text: { body: 'anybody?' } }, late);
    await all.received(asha.address, 5);
    const seen = () => all.whatsapp.seen.filter(({ messageId }) => messageId === late);
    expect(seen()).toEqual([]);
    expect((await opsOf.post(`/conversations/${theirs}/read`)).status).toBe(200);
    await eventually(async () => seen().length === 1, 'the ticks');
    expect(seen()).toEqual([{ messageId: late, typing: false }]);

    // A member of staff has taken it over: no automatic answer will come.
    const ops = await all.organization.as('ops');
    await ops.post(`/conversations/${(await all.conversation(String(ravi.id))).id}/take-over`);
    await ravi.writes('anybody?');
    await all.received(String(ravi.id), 2);
    expect(typing()).toHaveLength(1);
  });
});
