/** A listening application with a fake Bot API, and a flow that repeats what people write. */
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { freePort } from '../../../test/e2e/support/server.ts';
import { type FakeTelegram, startFakeTelegram, TELEGRAM_TOKEN } from '../../../test/fakes/telegram.ts';
import { newOrganization, openTestApp, type TestApp, type TestOrganization } from '../../../test/harness/index.ts';
import { type InboundHandler, sendToConversation, type Turn } from '../../channels/index.ts';
import { quiet, settle } from '../../channels/test/quiet.ts';
import { webhookSecret } from '../bots.ts';

export { TELEGRAM_TOKEN };
export const OTHER_TOKEN = '555000111:AAFakeTokenOfAnotherBot_0123456789ab';
/** the number before the token's colon */
export const BOT_ID = '4242424242';

type Person = { id: number };

export class TelegramLab {
  telegram!: FakeTelegram;
  app!: TestApp;
  /** the first one, which has the bot of the environment */
  organization!: TestOrganization;
  /** where the server listens */
  address = '';
  /** every turn of the flow, also of failed attempts */
  turns: Turn[] = [];

  get system() {
    return this.app.boot.database.system;
  }

  get secret(): string {
    return webhookSecret(this.app.config, this.organization, { id: BOT_ID });
  }

  /** Waits until nothing is due, in or out. */
  settled(): Promise<void> {
    return settle(this.app);
  }

  events({ id }: Person) {
    return this.system.selectFrom('inbox_event').selectAll().where('address', '=', String(id)).orderBy('id').execute();
  }

  conversation({ id }: Person) {
    return this.system
      .selectFrom('conversation')
      .selectAll()
      .where('address', '=', String(id))
      .executeTakeFirstOrThrow();
  }

  outbox({ id }: Person) {
    return this.system.selectFrom('message').selectAll().where('to_address', '=', String(id)).orderBy('id').execute();
  }
}

/** Sets up the lab of a test file. */
export function telegramLab(): TelegramLab {
  const lab = new TelegramLab();
  beforeAll(async () => {
    lab.telegram = await startFakeTelegram([TELEGRAM_TOKEN, OTHER_TOKEN]);
    lab.telegram.now = () => lab.app.clock.now();
    const port = await freePort();
    lab.app = await openTestApp({
      TELEGRAM_BOT_TOKEN: TELEGRAM_TOKEN,
      TELEGRAM_API_ROOT: lab.telegram.root,
      TELEGRAM_WEBHOOK_URL: `http://127.0.0.1:${port}`,
    });
    lab.organization = await newOrganization(lab.app);
    lab.address = await lab.app.http.listen({ port, host: '127.0.0.1' });
    const handle: InboundHandler = async (tx, turn) => {
      lab.turns.push(turn);
      const { input } = turn;
      const text = `you said ${'text' in input ? input.text : input.kind}`;
      const choices = [
        { id: 'echo~yes', label: 'Yes' },
        { id: 'echo~no', label: 'No' },
      ];
      await sendToConversation(tx, turn.conversation.id, { text, choices }, { author: 'flow' });
    };
    Object.assign(lab.app.boot.services, { conversations: { ...lab.app.boot.services.conversations, handle } });
  });
  afterAll(async () => {
    await lab.app?.close();
    await lab.telegram?.close();
  });
  beforeEach(() => {
    lab.turns = [];
    lab.telegram.setWebhook(`${lab.address}/telegram/webhook`, lab.secret);
  });
  afterEach(async () => {
    lab.telegram.calm();
    lab.telegram.blocked.clear();
    await quiet(lab.app);
  });
  return lab;
}
