/** An outbox in a separate server, with a real SMTP server that a test can make fail. */
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { type FakeSmtp, startFakeSmtp } from '../../../test/fakes/smtp.ts';
import {
  eventually,
  newOrganization,
  openTestApp,
  type TestApp,
  type TestOrganization,
} from '../../../test/harness/index.ts';
import { transaction } from '../../db/index.ts';
import { t } from '../../i18n/index.ts';
import { ok } from '../../lib/result.ts';
import { type Dispatcher, defineMessage, mailBody, sendMessage } from '../index.ts';
import { getMessage } from '../queries/get-message.ts';
import { type ListInput, listMessages } from '../queries/list-messages.ts';

export const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

export const hello = defineMessage<{ name: string }>({
  name: 'test.hello',
  render: (ctx, { name }) => ({
    subject: `${t(ctx, 'errors.messages.not_found')} ${name}`,
    ...mailBody(ctx, [
      { kind: 'heading', text: name },
      { kind: 'image', cid: 'dot', alt: 'a dot', width: 10 },
    ]),
    attachments: [{ filename: 'dot.png', contentType: 'image/png', content: PIXEL, cid: 'dot' }],
  }),
});
export const broken = defineMessage<object>({
  name: 'test.broken',
  render() {
    throw new Error('no such customer');
  },
});
export const secretLink = defineMessage<object>({
  name: 'test.secret',
  confidential: true,
  render: () => ({ subject: 'Your link', text: 'https://x/?token=abc' }),
});

/** Registers the templates above in a server. */
export function registerTemplates(app: TestApp): void {
  for (const template of [hello, broken, secretLink])
    app.boot.services.messages?.templates.set(template.name, template as never);
}

let people = 0;
/** An address that no other test uses; the fake server's behaviour can depend on `tag`. */
export const someone = (tag = 'person') => `${tag}-${++people}@example.org`;

export class Outbox {
  smtp!: FakeSmtp;
  app!: TestApp;
  organization!: TestOrganization;

  get system() {
    return this.app.boot.database.system;
  }

  get dispatcher(): Dispatcher {
    const it = this.app.boot.services.messages?.dispatcher;
    if (!it) throw new Error('no dispatcher');
    return it;
  }

  async queue(to: string, over: object = {}, organization = this.organization): Promise<string> {
    const sent = await transaction(organization.ctx, async (tx) =>
      ok(await sendMessage(tx, { to, template: hello, params: { name: 'Asha' }, ...over })),
    );
    if (!sent.ok) throw new Error(sent.code);
    return sent.data.id;
  }

  row(id: string) {
    return this.system.selectFrom('message').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  }

  becomes(id: string, state: string) {
    return eventually(async () => {
      const it = await this.row(id);
      return it.state === state && it;
    }, `message to be ${state}`);
  }

  async detail(id: string) {
    const result = await getMessage(this.organization.ctx, id);
    if (!result.ok) throw new Error(result.code);
    return result.data;
  }

  async list(over: Partial<ListInput> = {}) {
    const result = await listMessages(this.organization.ctx, { filter: {}, limit: 50, ...over });
    if (!result.ok) throw new Error(result.code);
    return result;
  }
}

/** The outbox of a test file; each test starts with a working server and a new organization. */
export function outboxOfFile(): Outbox {
  const box = new Outbox();
  beforeAll(async () => {
    box.smtp = await startFakeSmtp();
    box.app = await openTestApp({
      EMAIL_HOST: box.smtp.host,
      EMAIL_PORT: String(box.smtp.port),
      EMAIL_USE_TLS: 'false',
      DEFAULT_FROM_EMAIL: 'House <mail@house.example>',
    });
    registerTemplates(box.app);
  });
  afterAll(async () => {
    await box.app?.close();
    await box.smtp?.stop();
  });
  beforeEach(async () => {
    box.smtp.behave('ok');
    box.app.clock.advance(10 * 60_000); // past any pause of the test before
    box.organization = await newOrganization(box.app, { name: 'Diwali Fair' });
  });
  return box;
}
