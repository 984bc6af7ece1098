/** A listening application with fakes of WhatsApp, Telegram and Twilio, and a flow that repeats what people write. */
import { afterAll, afterEach, beforeAll } from 'vitest';
import { freePort } from '../../../test/e2e/support/server.ts';
import { type FakeTelegram, startFakeTelegram, TELEGRAM_TOKEN } from '../../../test/fakes/telegram.ts';
import { type FakeTwilio, startFakeTwilio, TWILIO } from '../../../test/fakes/twilio.ts';
import { type FakeWhatsApp, startFakeWhatsApp } from '../../../test/fakes/whatsapp.ts';
import {
  eventually,
  newOrganization,
  openTestApp,
  type TestApp,
  type TestOrganization,
} from '../../../test/harness/index.ts';
import { webhookSecret } from '../../channel-telegram/bots.ts';
import { transaction } from '../../db/index.ts';
import { ok } from '../../lib/result.ts';
import { type ChatContent, type InboundHandler, sendToConversation, type Turn } from '../index.ts';
import { echo } from './lab.ts';
import { quiet } from './quiet.ts';
import { withoutPauses } from './without-pauses.ts';

const PUBLIC_URL = 'https://fair.example';
const WEBHOOK = `${PUBLIC_URL}/sms/twilio/webhook`;

export class AllChannels {
  app!: TestApp;
  /** the first one, which has the accounts of the environment */
  organization!: TestOrganization;
  whatsapp!: FakeWhatsApp;
  telegram!: FakeTelegram;
  twilio!: FakeTwilio;
  /** where the server listens */
  address = '';
  turns: Turn[] = [];
  handler: InboundHandler = echo;
  #phones = 0;

  get system() {
    return this.app.boot.database.system;
  }

  /** A person with a phone that sends SMS. */
  phone(number = `+9197460${String(++this.#phones).padStart(5, '0')}`) {
    return this.twilio.phone(number, WEBHOOK);
  }

  events(address: string) {
    return this.system.selectFrom('inbox_event').selectAll().where('address', '=', address).orderBy('id').execute();
  }

  conversation(address: string) {
    return this.system.selectFrom('conversation').selectAll().where('address', '=', address).executeTakeFirstOrThrow();
  }

  messages(address: string) {
    return this.system.selectFrom('message').selectAll().where('to_address', '=', address).orderBy('id').execute();
  }

  /** The messages of a conversation, oldest first. */
  async lines(address: string) {
    const { id } = await this.conversation(address);
    return this.system
      .selectFrom('conversation_message')
      .selectAll()
      .where('conversation_id', '=', id)
      .orderBy('id')
      .execute();
  }

  /** The person's messages as the server read them, once all have been processed. */
  received(address: string, count = 1): Promise<string[]> {
    return eventually(async () => {
      const events = await this.events(address);
      const waiting = events.length < count || events.some(({ state }) => state === 'received');
      if (waiting) return null;
      return (await this.lines(address)).filter(({ direction }) => direction === 'in').map(({ body }) => body);
    }, `what ${address} said`);
  }

  /** Sends a message in the conversation of an address; returns the outbox's id. */
  async send(address: string, content: ChatContent): Promise<string> {
    const { id, organization_id } = await this.conversation(address);
    if (organization_id !== this.organization.id) throw new Error('a conversation of somebody else');
    const sent = await transaction(this.organization.ctx, async (tx) => ok(await sendToConversation(tx, id, content)));
    if (!sent.ok) throw new Error(sent.code);
    const line = await this.system
      .selectFrom('conversation_message')
      .select('message_id')
      .where('id', '=', sent.data.id)
      .executeTakeFirstOrThrow();
    return line.message_id ?? '';
  }

  becomes(id: string, state: string) {
    return eventually(async () => {
      const row = await this.system.selectFrom('message').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
      return row.state === state && row;
    }, `message to be ${state}`);
  }
}

/** Sets up the application of a test file. */
export function allChannelsOfFile(env: Record<string, string> = {}): AllChannels {
  const it = new AllChannels();
  let hurry: { end(): void } | undefined;
  beforeAll(async () => {
    it.whatsapp = await startFakeWhatsApp({ now: () => it.app.clock.now() });
    it.telegram = await startFakeTelegram();
    it.telegram.now = () => it.app.clock.now();
    it.twilio = await startFakeTwilio();
    const port = await freePort();
    it.app = await openTestApp({
      ...it.whatsapp.env,
      TELEGRAM_BOT_TOKEN: TELEGRAM_TOKEN,
      TELEGRAM_API_ROOT: it.telegram.root,
      TELEGRAM_WEBHOOK_URL: `http://127.0.0.1:${port}`,
      TWILIO_ACCOUNT_SID: TWILIO.sid,
      TWILIO_AUTH_TOKEN: TWILIO.authToken,
      TWILIO_FROM: TWILIO.from,
      TWILIO_API_ROOT: it.twilio.root,
      PUBLIC_URL,
      ...env,
    });
    hurry = withoutPauses(it.app);
    it.organization = await newOrganization(it.app);
    it.address = await it.app.http.listen({ port, host: '127.0.0.1' });
    it.whatsapp.webhook = `${it.address}/whatsapp/webhook/`;
    it.twilio.webhook = `${it.address}/sms/twilio/webhook`;
    const secret = webhookSecret(it.app.config, it.organization, { id: TELEGRAM_TOKEN.split(':')[0] as string });
    it.telegram.setWebhook(`${it.address}/telegram/webhook`, secret);
    const handle: InboundHandler = async (tx, turn) => {
      it.turns.push(turn);
      await it.handler(tx, turn);
    };
    Object.assign(it.app.boot.services, { conversations: { ...it.app.boot.services.conversations, handle } });
  });
  afterEach(async () => {
    it.handler = echo;
    it.turns = [];
    it.whatsapp.calm();
    it.telegram.calm();
    await quiet(it.app);
  });
  afterAll(async () => {
    hurry?.end();
    await it.app?.close();
    await it.whatsapp?.stop();
    await it.telegram?.close();
    await it.twilio?.close();
  });
  return it;
}
