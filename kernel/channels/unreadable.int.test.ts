/** Text that the database refuses and events that cannot be read: all other messages are still processed. */
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { eventually } from '../../test/harness/index.ts';
import { webVisitor } from '../../test/harness/web-chat.ts';
import { receiveAll } from '../channel-telegram/receive-telegram.ts';
import { setAside } from '../inbox/index.ts';
import { allChannelsOfFile } from './test/all-channels.ts';
import { labOfFile } from './test/lab.ts';

const all = allChannelsOfFile();
const lab = labOfFile();

/** typed → stored: the six characters of an escape, a zero byte, and half an emoji */
const ODD: [string, string][] = [
  ['six characters \\u0000 typed', 'six characters \\u0000 typed'],
  ['a zero\0 byte', 'a zero byte'],
  ['half an emoji \ud83d', 'half an emoji \ufffd'],
];
const TYPED = ODD.map(([typed]) => typed);
const KEPT = ODD.map(([, kept]) => kept);

describe('odd characters', () => {
  it('in WhatsApp are accepted, in the text and in the name', async () => {
    const asha = all.whatsapp.person({ name: 'Asha\0 \ud83d' });
    for (const typed of TYPED) expect(await asha.writes(typed)).toBe(200);
    expect(await all.received(asha.address, 3)).toEqual(KEPT);
    expect((await all.conversation(asha.address)).display_name).toBe('Asha \ufffd');
  });

  it('in Telegram’s webhook are accepted', async () => {
    const asha = all.telegram.person({ first_name: 'As\0ha' });
    for (const typed of TYPED) expect(await asha.writes(typed)).toBe(200);
    expect(await all.received(String(asha.id), 3)).toEqual(KEPT);
  });

  it('in SMS are accepted, and in a status', async () => {
    const asha = all.phone();
    for (const typed of TYPED) expect((await asha.writes(typed)).status).toBe(200);
    // A form is UTF-8, which cannot contain half a character.
    expect(await all.received(asha.number, 3)).toEqual(KEPT);
    const sms = await eventually(async () => all.twilio.sent.find(({ to }) => to === asha.number), 'the answer');
    expect((await all.twilio.status(sms, 'undelivered', { ErrorCode: '\0' })).status).toBe(200);
    const about = `${all.address}/sms/twilio/webhook`;
    const unknown = new URLSearchParams({ AccountSid: '\0', To: '\0', From: '\0', Body: '\0' });
    const refused = await fetch(about, { method: 'POST', body: unknown, headers: { 'x-twilio-signature': 'x' } });
    expect(refused.status).toBe(401);
  });

  it('in the web chat never cause an error 500', async () => {
    const asha = webVisitor(all.app, all.organization.slug);
    expect((await asha.write({ text: TYPED[0] })).status).toBe(202);
    for (const typed of TYPED.slice(1)) expect((await asha.write({ text: typed })).status).toBeLessThan(500);
    const sent = await asha.send(Buffer.from('no picture'), 'na\0me \ud83d.png', { text: 'see\0 \ud83d' });
    expect(sent.statusCode).toBeLessThan(500);
    const { lines } = await asha.settled();
    expect(lines.find(({ mine }) => mine)?.text).toBe(KEPT[0]);
  });

  it('in outgoing messages arrive cleaned', async () => {
    const asha = all.telegram.person();
    await asha.writes('hello');
    await all.received(String(asha.id));
    await all.send(String(asha.id), { text: 'your name: \0As\ud83d', choices: [{ id: 'x', label: 'cut \ud83d' }] });
    await eventually(async () => asha.received.at(-1)?.text === 'your name: As\ufffd', 'it arrives');
    expect(asha.received.at(-1)?.keyboard).toMatchObject([[{ text: 'cut \ufffd' }]]);
  });
});

describe('an unreadable event', () => {
  const failed = async () => {
    const ops = await all.organization.as('ops');
    return { ops, rows: (await ops.get('/inbox-events')).body.data as Record<string, unknown>[] };
  };

  it('is set aside, and the rest of the batch continues; staff see it, and may dismiss it', async () => {
    const [asha, ravi] = [all.whatsapp.person(), all.whatsapp.person()];
    all.whatsapp.opened(asha.address, ravi.address);
    const message = (person: typeof asha, text: string, over: object = {}) => ({
      id: all.whatsapp.nextId(),
      from_user_id: person.userId,
      type: 'text',
      text: { body: text },
      ...over,
    });
    let deep: unknown = 'deep\0';
    for (let n = 0; n < 300; n++) deep = [deep];
    const messages = [
      message(asha, 'before'),
      message(asha, 'whose?', { id: { no: 'text' } }),
      message(asha, 'too deep', { deep }),
      message(ravi, 'after'),
    ];
    const statuses = [{ id: 5, status: {} }, null, 'nothing'];
    const body = all.whatsapp.envelope({ contacts: [asha.contact, ravi.contact], messages, statuses });
    expect(await all.whatsapp.deliver(body)).toBe(200);
    expect(await all.whatsapp.deliver(body)).toBe(200);
    expect(await all.received(asha.address)).toEqual(['before']);
    expect(await all.received(ravi.address)).toEqual(['after']);

    const { ops, rows } = await failed();
    const aside = rows.filter(({ state }) => state === 'set_aside');
    expect(aside.map(({ last_error }) => last_error).sort()).toEqual([
      'it says neither whose it is nor by which name to know it again',
      'nested more than 100 deep',
    ]);
    const tooDeep = aside.find(({ last_error }) => String(last_error).startsWith('nested'));
    expect(Buffer.from(String(tooDeep?.raw), 'base64').toString()).toContain('too deep');

    const again = await ops.post(`/inbox-events/${tooDeep?.id}/retry`);
    expect([again.status, again.body.error.code]).toEqual([409, 'inbox.event_unreadable']);
    for (const { id } of aside) expect((await ops.post(`/inbox-events/${id}/discard`)).status).toBe(200);
    expect((await failed()).rows).toEqual([]);
    const entry = await all.system
      .selectFrom('audit_entry')
      .select(['action', 'note'])
      .where('subject_id', '=', String(tooDeep?.id))
      .executeTakeFirstOrThrow();
    expect(entry).toEqual({ action: 'inbox.event_discarded', note: 'nested more than 100 deep' });
  });

  it('does not stop polling', async () => {
    const asha = all.telegram.person();
    const { url, secret } = all.telegram.webhookOf() ?? { url: '', secret: '' };
    const stop = new AbortController();
    const polling = receiveAll(all.app.boot, stop.signal, { poll: true, holdSeconds: 1 });
    try {
      await eventually(async () => all.telegram.webhookOf() === null, 'it polls');
      await asha.writes('half \ud83d');
      await all.telegram.deliver({
        update_id: all.telegram.nextUpdateId(),
        my_chat_member: { chat: { type: 'private' } },
      });
      await asha.writes('still there?');
      expect(await all.received(String(asha.id), 2)).toEqual(['half \ufffd', 'still there?']);
      await eventually(async () => all.telegram.pendingOf().length === 0, 'all of it is confirmed');
      const { rows } = await failed();
      expect(rows).toMatchObject([
        { source: 'telegram', state: 'set_aside', last_error: expect.stringMatching(/status/) },
      ]);
    } finally {
      stop.abort();
      await polling;
      all.telegram.setWebhook(url, secret);
    }
  });

  it('is stored up to 32 KB', async () => {
    await setAside(all.organization.ctx, 'sms', 'desk', { payload: 'x'.repeat(100_000) }, 'far too long');
    const row = await all.system
      .selectFrom('inbox_event')
      .select(['raw', 'address'])
      .where('last_error', '=', 'far too long')
      .executeTakeFirstOrThrow();
    expect(row.raw?.byteLength).toBe(32 * 1024);
  });
});

describe('the processor', () => {
  it('gives up an event that cannot be stored in a conversation, and continues with the next one', async () => {
    await lab.receive({ address: 'nameless', text: 'one', displayName: { no: 'name' } as never });
    await lab.exhaust();
    // A loop would process it again every tenth of a second.
    await wait(300);
    await lab.drain();
    expect(await lab.events('nameless')).toMatchObject([
      { state: 'failed', last_error: expect.stringMatching(/trim/) },
    ]);
    await lab.receive({ address: 'nameless', text: 'two' });
    await lab.drain();
    expect(await lab.events('nameless')).toMatchObject([{ state: 'failed' }, { state: 'processed' }]);
    expect((await lab.lines('nameless')).map(({ body }) => body)).toEqual(['two', 'you said two']);
  });
});
