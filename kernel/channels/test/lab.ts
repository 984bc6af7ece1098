/**
 * An application with a channel that the test controls: the test supplies its events, and a handler that answers them.
 */
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { newOrganization, openTestApp, type TestApp, type TestOrganization } from '../../../test/harness/index.ts';
import { type Processor, receive } from '../../inbox/index.ts';
import { newId } from '../../lib/ids.ts';
import { ok } from '../../lib/result.ts';
import type { ChatAdapter, InboundHandler, InboundMessage, InboundStatus, Turn } from '../index.ts';
import { sendToConversation } from '../index.ts';

type Incoming = Partial<InboundMessage> & { address: string };

export class Lab {
  app!: TestApp;
  organization!: TestOrganization;
  /** every turn of the handler, also of failed attempts */
  turns: Turn[] = [];
  handler: InboundHandler = async () => {};
  fetches = 0;
  fetch: NonNullable<ChatAdapter['fetchMedia']> = async () => ok({ bytes: PIXEL, name: 'photo.png' });

  get system() {
    return this.app.boot.database.system;
  }

  get processor(): Processor {
    const it = this.app.boot.services.inbox?.processor;
    if (!it) throw new Error('no processor');
    return it;
  }

  /** Receives a raw event like a webhook; `read` below returns it. */
  receive(message: Incoming, organization = this.organization, providerId = newId()): Promise<number> {
    const payload = { kind: 'message', providerId, at: this.app.clock.now(), ...message };
    return receive(organization.ctx, 'sms', 'desk', [
      { providerId, address: message.address, kind: 'message', payload },
    ]);
  }

  receiveStatus(address: string, status: InboundStatus): Promise<number> {
    const providerId = `${status.providerId}:${status.status}`;
    return receive(this.organization.ctx, 'sms', 'desk', [{ providerId, address, kind: 'status', payload: status }]);
  }

  async drain(): Promise<void> {
    await this.processor.drain();
  }

  /** Runs attempt after attempt, until none is left. */
  async exhaust(): Promise<void> {
    for (let attempt = 0; attempt < 7; attempt++) {
      await this.drain();
      this.app.clock.advance(250_000);
    }
    await this.drain();
  }

  events(address: string) {
    return this.system
      .selectFrom('inbox_event')
      .selectAll()
      .where('organization_id', '=', this.organization.id)
      .where('address', '=', address)
      .orderBy('id')
      .execute();
  }

  conversation(address: string) {
    return this.system
      .selectFrom('conversation')
      .selectAll()
      .where('organization_id', '=', this.organization.id)
      .where('address', '=', address)
      .executeTakeFirstOrThrow();
  }

  async lines(address: string) {
    const { id } = await this.conversation(address);
    return this.system
      .selectFrom('conversation_message')
      .selectAll()
      .where('organization_id', '=', this.organization.id)
      .where('conversation_id', '=', id)
      .orderBy('id')
      .execute();
  }
}

export const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** A handler that repeats what people write. */
export const echo: InboundHandler = async (tx, { conversation, input }) => {
  const text = input.kind === 'text' ? input.text : input.kind;
  await sendToConversation(tx, conversation.id, { text: `you said ${text}` }, { author: 'flow' });
};

/** Sets up the lab of a test file; each test gets a new organization and the repeating handler. */
export function labOfFile(): Lab {
  const lab = new Lab();
  beforeAll(async () => {
    lab.app = await openTestApp({});
    prepare(lab, lab.app);
  });
  afterAll(() => lab.app?.close());
  beforeEach(async () => {
    lab.turns = [];
    lab.handler = echo;
    lab.fetches = 0;
    lab.fetch = async () => ok({ bytes: PIXEL, name: 'photo.png' });
    lab.organization = await newOrganization(lab.app);
  });
  return lab;
}

/** Adds the channel and the handler to a server. */
export function prepare(lab: Lab, app: TestApp): void {
  app.boot.services.channels?.adapters.set('sms', {
    name: 'sms',
    settings: 'sms',
    limits: { buttons: 0, buttonLabel: 0, rows: 0, rowLabel: 0, rowDescription: 0, idBytes: 64, text: 1000 },
    windowHours: null,
    kind: null,
    describe: async () => ({ ready: true, account: 'desk' }),
    fetchMedia: async (ctx, account, media) => {
      lab.fetches++;
      return lab.fetch(ctx, account, media);
    },
    read(payload) {
      const inbound = payload as InboundMessage | InboundStatus;
      return { ...inbound, at: new Date(inbound.at) };
    },
  });
  const handle: InboundHandler = async (tx, turn) => {
    lab.turns.push(turn);
    await lab.handler(tx, turn);
  };
  Object.assign(app.boot.services, { conversations: { ...app.boot.services.conversations, handle } });
}
