/** The channel with a fake Bot API: what each kind of failure means for the message. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FakeTelegram, startFakeTelegram, TELEGRAM_TOKEN } from '../../test/fakes/telegram.ts';
import type { Channel, Outbound } from '../messages/index.ts';
import { openTelegram } from './send.ts';

const QUICK = { connect: 5000, reply: 2000 };
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=',
  'base64',
);

let telegram: FakeTelegram;
let channel: Channel;
let blocked: string[];

const open = (token = TELEGRAM_TOKEN) =>
  openTelegram({
    bot: { id: '4242424242', token, root: telegram.root },
    timeouts: QUICK,
    onBlocked: async (address) => void blocked.push(address),
  });
const message = (over: Partial<Outbound> = {}): Outbound => ({
  id: '0198a000-0000-7000-8000-000000000001',
  to: '6000000001',
  from: { name: 'Fair' },
  language: 'en',
  subject: 'Hello',
  text: 'Hello',
  ...over,
});

beforeEach(async () => {
  telegram = await startFakeTelegram();
  blocked = [];
  channel = open();
});
afterEach(async () => {
  channel.close({ force: true });
  await telegram.close();
});

describe('what is sent', () => {
  it('arrives as text with its buttons', async () => {
    const choices = [
      { id: 'raffle.buy~yes', label: 'Yes' },
      { id: 'raffle.buy~no', label: 'No' },
    ];
    const outcome = await channel.send(message({ chat: { text: 'Buy *12*?', choices } }));
    const [sent] = telegram.sent;
    expect(outcome).toEqual({ state: 'sent', providerId: `6000000001:${sent?.message_id}` });
    expect(sent).toMatchObject({
      chat: 6000000001,
      text: 'Buy 12?',
      entities: [{ type: 'bold', offset: 4, length: 2 }],
      keyboard: [
        [
          { text: 'Yes', callback_data: 'raffle.buy~yes' },
          { text: 'No', callback_data: 'raffle.buy~no' },
        ],
      ],
    });
  });

  it('arrives as a photo or a document, byte for byte', async () => {
    const image = { name: 'my "ticket"\r\n 12.png', contentType: 'image/png', bytes: PNG };
    const pdf = {
      name: 'टिकट 12.pdf',
      contentType: 'application/pdf',
      bytes: Buffer.from('%PDF-1.7 \r\n\r\n--x\r\n ÿ'),
    };
    expect(await channel.send(message({ chat: { text: 'Yours', image } }))).toMatchObject({ state: 'sent' });
    expect(await channel.send(message({ chat: { text: '', document: pdf } }))).toMatchObject({ state: 'sent' });
    expect(telegram.sent).toMatchObject([
      { method: 'sendPhoto', text: 'Yours', file: { name: 'my_ticket_12.png' } },
      { method: 'sendDocument', file: { name: 'टिकट_12.pdf' } },
    ]);
    expect(
      telegram.sent.map(
        (it) => it.file && Buffer.compare(it.file.bytes, it.file.name.endsWith('png') ? PNG : pdf.bytes),
      ),
    ).toEqual([0, 0]);
  });
});

describe('an answer', () => {
  it('of 429 contains the time to wait', async () => {
    telegram.trouble({ kind: 'too_many', retryAfter: 7 });
    expect(await channel.send(message())).toMatchObject({ state: 'failed', retryable: true, retryAfterMs: 7000 });
    expect(await channel.send(message())).toMatchObject({ state: 'sent' });
  });

  it('of 403 is final: the person blocked us', async () => {
    telegram.blocked.add(6000000001);
    expect(await channel.send(message())).toMatchObject({
      state: 'failed',
      retryable: false,
      error: expect.stringMatching(/blocked/),
    });
    expect(blocked).toEqual(['6000000001']);
  });

  it('of 400 is final: an unknown chat, or a message that Telegram refuses', async () => {
    telegram.unknown.add(6000000001);
    expect(await channel.send(message())).toMatchObject({
      state: 'failed',
      retryable: false,
      error: expect.stringMatching(/chat not found/),
    });
    const broken = { name: 'x.png', contentType: 'image/png', bytes: Buffer.from('no picture') };
    expect(await channel.send(message({ to: '2', chat: { text: '', image: broken } }))).toMatchObject({
      state: 'failed',
      retryable: false,
      error: expect.stringMatching(/IMAGE_PROCESS_FAILED/),
    });
    const choices = [{ id: 'x'.repeat(65), label: 'X' }];
    expect(await channel.send(message({ to: '2', chat: { text: 'x', choices } }))).toMatchObject({
      state: 'failed',
      retryable: false,
    });
    expect(blocked).toEqual([]);
  });

  it('of 500 delays this message; a gateway’s delays all', async () => {
    telegram.trouble({ kind: 'error' });
    const error = await channel.send(message());
    expect(error).toMatchObject({ state: 'failed', retryable: true });
    expect(error).not.toHaveProperty('channelDown');
    telegram.trouble({ kind: 'gateway' });
    expect(await channel.send(message())).toMatchObject({ state: 'failed', retryable: true, channelDown: true });
    expect(telegram.sent).toEqual([]);
  });

  it('of 401 means that the token is wrong: all messages wait', async () => {
    const wrongToken = open('4242424242:AAnotTheTokenOfThisBot_0123456789');
    expect(await wrongToken.send(message())).toMatchObject({ state: 'failed', retryable: true, channelDown: true });
  });
});

describe('no answer', () => {
  it('because the port is closed means that nothing was sent', async () => {
    await telegram.close();
    expect(await channel.send(message())).toMatchObject({ state: 'failed', retryable: true, channelDown: true });
    await telegram.comeBack();
    expect(await channel.send(message())).toMatchObject({ state: 'sent' });
  });

  it('after the request was sent leaves it unknown, on a new connection and on a used one', async () => {
    telegram.trouble({ kind: 'cut_after' });
    expect(await channel.send(message())).toMatchObject({ state: 'unknown' });
    expect(await channel.send(message())).toMatchObject({ state: 'sent' });
    telegram.trouble({ kind: 'cut' });
    expect(await channel.send(message())).toMatchObject({ state: 'unknown' });
    expect(telegram.sent).toHaveLength(2);
  });

  it('before the timeout leaves it unknown', async () => {
    telegram.trouble({ kind: 'hang' });
    expect(await channel.send(message())).toMatchObject({ state: 'unknown' });
  });

  it('because the process stops leaves it unknown', async () => {
    telegram.trouble({ kind: 'hang' });
    const sending = channel.send(message());
    while (telegram.calls.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    channel.close({ force: true });
    expect(await sending).toMatchObject({ state: 'unknown' });
  });
});

it('a message of several calls continues where it stopped, so that no picture arrives twice', async () => {
  const chat = { text: 'word '.repeat(400), image: { name: 'a.png', contentType: 'image/png', bytes: PNG } };
  telegram.trouble({ kind: 'too_many', retryAfter: 1 }, { method: 'sendMessage' });
  expect(await channel.send(message({ chat }))).toMatchObject({ state: 'failed', retryAfterMs: 1000 });
  expect(await channel.send(message({ chat }))).toMatchObject({ state: 'sent' });
  expect(telegram.sent.map((it) => it.method)).toEqual(['sendPhoto', 'sendMessage']);
});

it('no error contains the token', async () => {
  await telegram.close();
  const refused = await channel.send(message());
  await telegram.comeBack();
  telegram.trouble({ kind: 'hang' });
  expect(JSON.stringify([refused, await channel.send(message())])).not.toContain('AAFake');
});
