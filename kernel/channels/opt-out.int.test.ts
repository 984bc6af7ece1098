/** People who opt out get no more messages, whatever would send them, and staff see why. */
import { beforeAll, describe, expect, it } from 'vitest';
import { type Caller, eventually } from '../../test/harness/index.ts';
import { allChannelsOfFile } from './test/all-channels.ts';
import { quiet } from './test/quiet.ts';

const all = allChannelsOfFile();
let ops: Caller;
beforeAll(async () => {
  ops = await all.organization.as('ops');
});

const receivedBySms = (number: string) => all.twilio.sent.filter(({ to }) => to === number).map(({ body }) => body);
const audited = async (address: string) => {
  const { id } = await all.conversation(address);
  const rows = await all.system
    .selectFrom('audit_entry')
    .select('action')
    .where('subject_id', '=', id)
    .orderBy('id')
    .execute();
  return rows.map(({ action }) => action).filter((action) => action.includes('opted'));
};
const view = async (address: string) =>
  (await ops.get(`/conversations/${(await all.conversation(address)).id}`)).body.data;

describe('by SMS', () => {
  it('STOP ends all messages: tickets, news, staff; START allows new ones, and unsent ones stay unsent', async () => {
    const asha = all.phone();
    await asha.writes('hello');
    await all.received(asha.number);
    await quiet(all.app);
    const before = receivedBySms(asha.number).length;
    expect(before).toBe(1);

    expect((await asha.writes(' Stop! ')).status).toBe(200);
    expect(await all.received(asha.number, 2)).toEqual(['hello', ' Stop! ']);
    const ticket = await all.send(asha.number, { text: 'your ticket', about: 'raffle.ticket' });
    expect(await all.becomes(ticket, 'opted_out')).toMatchObject({ attempts: 0 });
    // Only START takes it back.
    await asha.writes('hello?');
    await all.received(asha.number, 3);
    await quiet(all.app);
    expect(receivedBySms(asha.number)).toHaveLength(before);

    const { id } = await all.conversation(asha.number);
    const reply = await ops.post(`/conversations/${id}/reply`, { text: 'are you there?' });
    expect([reply.status, reply.body.error.code]).toEqual([409, 'channels.opted_out']);
    expect(reply.body.error.message).toMatch(/START/);
    expect((await view(asha.number)).opted_out_at).toBeTruthy();
    const lines = (await ops.get(`/conversations/${id}/messages`)).body.data;
    expect(lines.find(({ text }: { text: string }) => text === 'your ticket').delivery).toMatchObject({
      state: 'opted_out',
    });
    const listed = (await ops.get(`/messages?filter=${encodeURIComponent('{"state":"opted_out"}')}`)).body.data;
    expect(listed).toMatchObject([{ id: ticket, to: asha.number, can: { resend: true, cancel: true } }]);
    // Sent again by hand, it ends as opted_out again.
    expect((await ops.post(`/messages/${ticket}/resend`)).status).toBe(200);
    await all.becomes(ticket, 'opted_out');

    await asha.writes('START');
    await eventually(async () => receivedBySms(asha.number).length === before + 1, 'the answer to START');
    expect((await view(asha.number)).opted_out_at).toBeNull();
    await all.becomes(ticket, 'opted_out');
    expect((await ops.post(`/messages/${ticket}/resend`)).status).toBe(200);
    await eventually(async () => receivedBySms(asha.number).includes('your ticket'), 'the ticket');
    expect(await audited(asha.number)).toEqual(['channels.opted_out', 'channels.opted_in']);
  });

  it.each(['BAJA', 'alto.', 'रोकें', 'unsubscribe'])('%s means the same', async (word) => {
    const asha = all.phone();
    await asha.writes(word);
    await all.received(asha.number);
    const later = await all.send(asha.number, { text: 'news' });
    await all.becomes(later, 'opted_out');
    expect(receivedBySms(asha.number)).toEqual([]);
  });

  it('Twilio’s own opt-out words and its error 21610 count as well', async () => {
    const [asha, ravi] = [all.phone(), all.phone()];
    await asha.writes('genug', { OptOutType: 'STOP' });
    await all.received(asha.number);
    await all.becomes(await all.send(asha.number, { text: 'news' }), 'opted_out');

    await ravi.writes('hello');
    await all.received(ravi.number);
    await quiet(all.app);
    all.twilio.optedOut.add(ravi.number);
    const refused = await all.send(ravi.number, { text: 'one' });
    expect((await all.becomes(refused, 'opted_out')).last_error).toContain('21610');
    const asked = all.twilio.requests;
    await eventually(async () => (await view(ravi.number)).opted_out_at, 'it is known');
    await all.becomes(await all.send(ravi.number, { text: 'two' }), 'opted_out');
    expect(all.twilio.requests).toBe(asked);
    all.twilio.optedOut.clear();
    await ravi.writes('START');
    await eventually(async () => (await view(ravi.number)).opted_out_at === null, 'they are back');
  });

  it('messages in the queue at that moment are not sent', async () => {
    const asha = all.phone();
    await asha.writes('hello');
    await all.received(asha.number);
    await quiet(all.app);
    all.twilio.troubles.push('too_many');
    const waiting = await all.send(asha.number, { text: 'late' });
    await all.becomes(waiting, 'queued');
    await eventually(async () => all.twilio.troubles.length === 0, 'it is put off');
    await asha.writes('STOP');
    await all.received(asha.number, 2);
    all.app.clock.advance(60_000);
    await all.becomes(waiting, 'opted_out');
  });
});

describe('in WhatsApp and Telegram', () => {
  it('one text confirms, other messages are answered with how to return, and START returns', async () => {
    const asha = all.whatsapp.person();
    await asha.writes('hello');
    // What waits to be sent when somebody opts out is never sent.
    await eventually(async () => asha.inbox.length === 1, 'the answer to hello');
    await asha.writes('stop');
    await eventually(async () => asha.inbox.length === 2, 'the confirmation');
    expect(asha.inbox.at(-1)?.text).toMatch(/no more messages.*START/);
    const news = await all.send(asha.address, { text: 'news' });
    await all.becomes(news, 'opted_out');
    await asha.writes('what about my ticket?');
    await eventually(async () => asha.inbox.length === 3, 'the answer');
    expect(asha.inbox.at(-1)?.text).toMatch(/asked.*START/);
    expect((await all.conversation(asha.address)).unread).toBeGreaterThan(0);
    await asha.writes('Start');
    await eventually(async () => asha.inbox.at(-1)?.text === 'you said Start', 'the flow answers');
    expect(await audited(asha.address)).toEqual(['channels.opted_out', 'channels.opted_in']);
  });

  it('the opt-out stays when WhatsApp reports a better id', async () => {
    const before = all.whatsapp.person({ userId: null });
    await before.writes('stop');
    await all.received(before.address);
    const after = all.whatsapp.person({ phone: before.phone });
    await after.writes('hello again');
    await all.received(after.address);
    await all.becomes(await all.send(after.address, { text: 'news' }), 'opted_out');
  });

  it('a word inside a longer text does not count, and a deep link starts again', async () => {
    const asha = all.telegram.person();
    await asha.writes('please stop the noise');
    await eventually(async () => asha.received.at(-1)?.text === 'you said please stop the noise', 'the flow answers');
    await asha.writes('/stop');
    await eventually(async () => /START/.test(asha.received.at(-1)?.text ?? ''), 'the confirmation');
    await asha.writes('/start R7K2');
    await eventually(async () => all.turns.at(-1)?.start === 'R7K2', 'the link is followed');
    await all.becomes(await all.send(String(asha.id), { text: 'news' }), 'sent');
  });
});
