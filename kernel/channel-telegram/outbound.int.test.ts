/**
 * From the server to Telegram: each message is sent once, whatever Telegram answers, and Telegram gets the server's
 * address.
 */
import { describe, expect, it } from 'vitest';
import { startFakeTelegram } from '../../test/fakes/telegram.ts';
import { eventually, newOrganization, openTestApp } from '../../test/harness/index.ts';
import { sendToConversation } from '../channels/index.ts';
import { webhookSecret } from './bots.ts';
import { BOT_ID, OTHER_TOKEN, TELEGRAM_TOKEN, telegramLab } from './test/lab.ts';

const lab = telegramLab();

describe('an answer', () => {
  it('goes to the topic of the chat in which the person wrote last, and to the chat when that topic is gone', async () => {
    const asha = lab.telegram.person();
    // One message a second to one chat.
    const arrived = async (count: number) => {
      await lab.telegram.arrived(asha.id, count);
      await lab.settled();
    };
    await asha.writesInTopic('in a topic', 77);
    await arrived(1);
    await asha.writes('beside it');
    await arrived(2);
    await asha.writesInTopic('in another', 78);
    await arrived(3);
    expect(asha.received.map(({ thread }) => thread)).toEqual([77, undefined, 78]);
    // What staff write later goes there, too.
    await sendToConversation(lab.organization.ctx, (await lab.conversation(asha)).id, { text: 'hello' });
    await arrived(4);
    expect(asha.received.at(-1)).toMatchObject({ text: 'hello', thread: 78 });
    lab.telegram.goneThreads.add(78);
    await sendToConversation(lab.organization.ctx, (await lab.conversation(asha)).id, { text: 'still there?' });
    await arrived(5);
    expect(asha.received).toHaveLength(5);
    expect(asha.received.at(-1)?.thread).toBeUndefined();
    expect((await lab.outbox(asha)).map(({ state }) => state)).toEqual(['sent', 'sent', 'sent', 'sent', 'sent']);
  });

  it('that Telegram delays is sent after the wait, once', async () => {
    const asha = lab.telegram.person();
    lab.telegram.trouble({ kind: 'too_many', retryAfter: 30 }, { chat: asha.id });
    await asha.writes('hello');
    await eventually(
      async () => lab.telegram.calls.some((call) => call.params.chat_id === asha.id),
      'the first attempt',
    );
    await lab.settled();
    expect(asha.received).toEqual([]);
    expect(await lab.outbox(asha)).toMatchObject([{ state: 'queued' }]);
    lab.app.clock.advance(20_000);
    await lab.settled();
    expect(asha.received).toEqual([]);
    lab.app.clock.advance(15_000);
    await lab.settled();
    expect(asha.received).toHaveLength(1);
    expect(await lab.outbox(asha)).toMatchObject([{ state: 'sent' }]);
  });

  it('that met a fault of Telegram is sent later', async () => {
    const asha = lab.telegram.person();
    lab.telegram.trouble({ kind: 'error' }, { chat: asha.id });
    await asha.writes('hello');
    await eventually(
      async () => lab.telegram.calls.some((call) => call.params.chat_id === asha.id),
      'the first attempt',
    );
    await lab.settled();
    expect(await lab.outbox(asha)).toMatchObject([{ state: 'queued' }]);
    lab.app.clock.advance(90_000);
    await lab.settled();
    expect(asha.received).toHaveLength(1);
  });

  it('whose connection broke after the request was sent is unknown, and not repeated automatically', async () => {
    const asha = lab.telegram.person();
    lab.telegram.trouble({ kind: 'cut_after' }, { chat: asha.id });
    await asha.writes('hello');
    await lab.telegram.arrived(asha.id);
    await lab.settled();
    expect(await lab.outbox(asha)).toMatchObject([{ state: 'unknown' }]);
    lab.app.clock.advance(3_600_000);
    await lab.settled();
    expect(asha.received).toHaveLength(1);
  });

  it('to somebody who blocked the bot fails for good; the conversation is marked until they write again', async () => {
    const asha = lab.telegram.person();
    await asha.writes('hello');
    await lab.telegram.arrived(asha.id);
    lab.telegram.blocked.add(asha.id);
    const { id } = await lab.conversation(asha);
    await sendToConversation(lab.organization.ctx, id, { text: 'are you there?' });
    await lab.settled();
    await eventually(async () => (await lab.conversation(asha)).blocked_at, 'the block is noted');
    expect((await lab.outbox(asha)).at(-1)).toMatchObject({
      state: 'failed',
      last_error: expect.stringMatching(/blocked by the user/),
    });
    lab.telegram.blocked.clear();
    await asha.writes('back again');
    await lab.telegram.arrived(asha.id, 2);
    expect(await lab.conversation(asha)).toMatchObject({ blocked_at: null });
  });

  it('is not tried when Telegram has reported that the bot is blocked', async () => {
    const asha = lab.telegram.person();
    await asha.writes('hello');
    await lab.telegram.arrived(asha.id);
    expect(await asha.blocks()).toBe(200);
    await eventually(async () => (await lab.conversation(asha)).blocked_at, 'the block is noted');
  });

  it('sends one message a second in a chat', async () => {
    const asha = lab.telegram.person();
    for (const text of ['one', 'two', 'three']) await asha.writes(text);
    const received = await lab.telegram.arrived(asha.id, 3, 20_000);
    expect(received.map(({ text }) => text)).toEqual(['you said one', 'you said two', 'you said three']);
    const gaps = received.slice(1).map(({ at }, index) => at - (received[index]?.at ?? 0));
    // A second between two sends; when a busy machine delays one, the gap to the next is shorter.
    for (const gap of gaps) expect(gap).toBeGreaterThan(500);
  });
});

describe('when the server begins to listen', () => {
  it('it sets its address and secret at Telegram, and tries again until that succeeds', async () => {
    const bots = await startFakeTelegram([TELEGRAM_TOKEN, OTHER_TOKEN]);
    bots.trouble({ kind: 'error' }, { method: 'setWebhook' });
    const env = {
      TELEGRAM_BOT_TOKEN: TELEGRAM_TOKEN,
      TELEGRAM_API_ROOT: bots.root,
      TELEGRAM_WEBHOOK_URL: 'https://fair.example',
    };
    const second = await openTestApp(env);
    try {
      const first = await newOrganization(second);
      await new Promise((resolve) => setTimeout(resolve, 100));
      // Not earlier, because command-line commands also open servers.
      expect(bots.calls).toEqual([]);
      await second.http.listen({ port: 0, host: '127.0.0.1' });
      await eventually(async () => bots.webhookOf(), 'the webhook is set');
      expect(bots.webhookOf()).toEqual({
        url: 'https://fair.example/telegram/webhook',
        secret: webhookSecret(second.config, first, { id: BOT_ID }),
        allowed: ['message', 'edited_message', 'callback_query', 'my_chat_member'],
      });
      expect(bots.webhookOf()?.secret).toMatch(/^[A-Za-z0-9_-]{1,256}$/);
      expect(bots.calls.filter(({ method }) => method === 'setWebhook')).toHaveLength(2);
      const commandCalls = () =>
        bots.calls.filter(({ method }) => method === 'setMyCommands').map(({ params }) => params);
      await eventually(async () => commandCalls().length >= 4, 'the commands are set');
      expect(commandCalls()).toEqual(
        expect.arrayContaining([
          expect.not.objectContaining({ language_code: expect.anything() }),
          expect.objectContaining({
            language_code: 'es',
            commands: expect.arrayContaining([{ command: 'back', description: 'Un paso atrás' }]),
          }),
        ]),
      );
    } finally {
      await second.close();
      await bots.close();
    }
  });

  it('starts even when Telegram does not answer, and stops at once', async () => {
    const bots = await startFakeTelegram();
    bots.trouble({ kind: 'hang' }, { method: 'setWebhook' });
    const env = {
      TELEGRAM_BOT_TOKEN: TELEGRAM_TOKEN,
      TELEGRAM_API_ROOT: bots.root,
      TELEGRAM_WEBHOOK_URL: 'https://fair.example',
    };
    const second = await openTestApp(env);
    await newOrganization(second);
    await second.http.listen({ port: 0, host: '127.0.0.1' });
    await eventually(async () => bots.calls.length > 0, 'it is tried');
    const before = performance.now();
    await second.close();
    // The request's timeout is ten seconds.
    expect(performance.now() - before).toBeLessThan(10_000);
    await bots.close();
  });
});
