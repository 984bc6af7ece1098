/** A listening application with a fake Telegram and a fake WhatsApp: transcripts use HTTP both ways. */
import { freePort } from '../../../test/e2e/support/server.ts';
import { type FakeTelegram, startFakeTelegram, TELEGRAM_TOKEN } from '../../../test/fakes/telegram.ts';
import { type FakeWhatsApp, startFakeWhatsApp } from '../../../test/fakes/whatsapp.ts';
import {
  newOrganization,
  openTestApp,
  type TestApp,
  TestClock,
  type TestOrganization,
} from '../../../test/harness/index.ts';
import { webhookSecret } from '../../channel-telegram/bots.ts';
import { withoutPauses } from '../../channels/test/without-pauses.ts';
import { fileNamed, type Phone, type ReceivedMessage } from './phone.ts';

export type RealChannels = {
  app: TestApp;
  /** the first one, which has the channels of the environment */
  organization: TestOrganization;
  telegram: FakeTelegram;
  whatsapp: FakeWhatsApp;
  phone(channel: string, language: string): Phone;
  close(): Promise<void>;
};

export async function openRealChannels(): Promise<RealChannels> {
  let clock = new TestClock();
  const whatsapp = await startFakeWhatsApp({ now: () => clock.now() });
  const telegram = await startFakeTelegram([TELEGRAM_TOKEN]);
  const port = await freePort();
  const app = await openTestApp({
    TELEGRAM_BOT_TOKEN: TELEGRAM_TOKEN,
    TELEGRAM_API_ROOT: telegram.root,
    TELEGRAM_WEBHOOK_URL: `http://127.0.0.1:${port}`,
    ...whatsapp.env,
  });
  clock = app.clock;
  telegram.now = () => app.clock.now();
  const organization = await newOrganization(app);
  const address = await app.http.listen({ port, host: '127.0.0.1' });
  const [id = ''] = TELEGRAM_TOKEN.split(':');
  telegram.setWebhook(`${address}/telegram/webhook`, webhookSecret(app.config, organization, { id }));
  whatsapp.webhook = `${address}/whatsapp/webhook/`;
  const hurry = withoutPauses(app);
  return {
    app,
    organization,
    telegram,
    whatsapp,
    phone(channel, language) {
      if (channel === 'telegram') return telegramPhone(app, telegram, language);
      if (channel === 'whatsapp') return whatsappPhone(app, whatsapp);
      throw new Error(`${channel} has no fake server here`);
    },
    async close() {
      hurry.end();
      await app.close();
      await telegram.close();
      await whatsapp.stop();
    },
  };
}

/** Waits until nothing is due, in or out. */
async function settle(app: TestApp, address: string): Promise<void> {
  await app.boot.services.inbox?.processor?.drain();
  await app.boot.services.messages?.dispatcher?.drain();
  const stuck = await app.boot.database.system
    .selectFrom('message')
    .select(['state', 'last_error'])
    .where('to_address', '=', address)
    .where('state', 'in', ['queued', 'sending', 'held', 'kept', 'failed', 'unknown'])
    .executeTakeFirst();
  if (stuck) throw new Error(`a message is ${stuck.state}: ${stuck.last_error ?? ''}`);
}

const accepted = (status: number | undefined) => {
  if (status !== 200) throw new Error(`the webhook answered ${status}`);
};

function telegramPhone(app: TestApp, telegram: FakeTelegram, language_code: string): Phone {
  const person = telegram.person({ language_code });
  const address = String(person.id);
  return {
    address,
    async send(act) {
      if (act.kind === 'text') accepted(await person.writes(act.text));
      else if (act.kind === 'start') accepted(await person.writes(`/start ${act.payload}`));
      else if (act.kind === 'other') accepted(await person.sendsSticker());
      else {
        const { bytes, name } = await fileNamed(act.name);
        const caption = act.caption && { caption: act.caption };
        if (act.file === 'photo') accepted(await person.sendsPhoto(bytes, { ...caption }));
        else accepted(await person.sendsDocument(bytes, { name, ...caption }));
      }
      await settle(app, address);
    },
    async tap(label) {
      accepted(await person.taps(label));
      await settle(app, address);
    },
    received: async () =>
      person.received.map(
        ({ text, keyboard, method }): ReceivedMessage => ({
          text,
          labels: keyboard.flat().map((button) => button.text),
          ...(method !== 'sendMessage' && { file: method === 'sendPhoto' ? 'image' : 'document' }),
        }),
      ),
    settle: () => settle(app, address),
    close() {},
  };
}

function whatsappPhone(app: TestApp, whatsapp: FakeWhatsApp): Phone {
  const person = whatsapp.person();
  return {
    address: person.address,
    async send(act) {
      if (act.kind === 'text') accepted(await person.writes(act.text));
      else if (act.kind === 'start') accepted(await person.writes(`start ${act.payload}`));
      else if (act.kind === 'other') accepted(await person.sends({ type: act.what, [act.what]: { id: '1' } }));
      else {
        const { bytes, name } = await fileNamed(act.name);
        const caption = act.caption && { caption: act.caption };
        if (act.file === 'photo') accepted(await person.sendsPhoto(bytes, { ...caption }));
        else accepted(await person.sendsDocument(bytes, name));
      }
      await settle(app, person.address);
    },
    async tap(label) {
      accepted(await person.taps(label));
      await settle(app, person.address);
    },
    received: async () =>
      person.inbox.map(
        ({ text, choices, type, file }): ReceivedMessage => ({
          text,
          labels: choices.map(({ title }) => title),
          ...(file && { file: type === 'document' ? 'document' : 'image' }),
        }),
      ),
    settle: () => settle(app, person.address),
    close() {},
  };
}
