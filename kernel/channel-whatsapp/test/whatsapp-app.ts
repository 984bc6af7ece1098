/** An application whose first organization has a number at a fake WhatsApp that a test can let fail. */
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { type FakeWhatsApp, startFakeWhatsApp } from '../../../test/fakes/whatsapp.ts';
import {
  eventually,
  newOrganization,
  openTestApp,
  type TestApp,
  TestClock,
  type TestOrganization,
} from '../../../test/harness/index.ts';
import { type ChatContent, type InboundHandler, sendToConversation, type Turn } from '../../channels/index.ts';
import { echo } from '../../channels/test/lab.ts';
import { quiet, settle } from '../../channels/test/quiet.ts';
import { transaction } from '../../db/index.ts';
import { ok } from '../../lib/result.ts';

export class WhatsAppApp {
  app!: TestApp;
  organization!: TestOrganization;
  api!: FakeWhatsApp;
  turns: Turn[] = [];
  handler: InboundHandler = echo;

  get system() {
    return this.app.boot.database.system;
  }

  /** Processes everything that is due, in and out. */
  async drain(): Promise<void> {
    for (let round = 0; round < 3; round++) await settle(this.app);
  }

  conversation(address: string) {
    return this.system.selectFrom('conversation').selectAll().where('address', '=', address).executeTakeFirstOrThrow();
  }

  messages(address: string) {
    return this.system.selectFrom('message').selectAll().where('to_address', '=', address).orderBy('id').execute();
  }

  /** Sends a message in the conversation of an address; returns the outbox's id. */
  async send(address: string, content: ChatContent): Promise<string> {
    const { id } = await this.conversation(address);
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

  post(raw: Buffer | string, headers: Record<string, string>) {
    return this.app.http.inject({ method: 'POST', url: '/whatsapp/webhook/', payload: raw, headers });
  }
}

/** Sets up the application of a test file; each test starts with a WhatsApp that works. */
export function whatsappAppOfFile(): WhatsAppApp {
  const it = new WhatsAppApp();
  beforeAll(async () => {
    let clock = new TestClock();
    it.api = await startFakeWhatsApp({ now: () => clock.now() });
    it.app = await openTestApp(it.api.env);
    clock = it.app.clock;
    it.organization = await newOrganization(it.app);
    const handle: InboundHandler = async (tx, turn) => {
      it.turns.push(turn);
      await it.handler(tx, turn);
    };
    Object.assign(it.app.boot.services, { conversations: { ...it.app.boot.services.conversations, handle } });
    it.api.webhook = async (raw, headers) => (await it.post(raw, headers)).statusCode;
  });
  afterAll(async () => {
    await it.app?.close();
    await it.api?.stop();
  });
  beforeEach(async () => {
    it.api.calm();
    it.api.statuses = ['sent', 'delivered'];
    it.handler = echo;
    it.app.clock.advance(10 * 60_000); // past any pause of the test before
    await quiet(it.app);
    it.turns = [];
  });
  return it;
}
