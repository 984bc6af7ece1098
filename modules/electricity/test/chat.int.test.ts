/** Electricity by WhatsApp, over HTTP on both sides: Meta's wire format here, MTN's there. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withoutPauses } from '../../../kernel/channels/test/without-pauses.ts';
import { drainJobs } from '../../../kernel/jobs/index.ts';
import { verifyLedger } from '../../../kernel/ledger/index.ts';
import { pollDue } from '../../../kernel/payment-providers/attempts/poll-due.ts';
import { listeningApp } from '../../../kernel/payment-providers/test/payer.ts';
import { type FakeMobileMoney, KEYS, startFakeMobileMoney } from '../../../test/fakes/mobile-money.ts';
import { type FakeWhatsApp, startFakeWhatsApp } from '../../../test/fakes/whatsapp.ts';
import { eventually, type TestApp } from '../../../test/harness/index.ts';
import { claim, newMeter, newTariff, type Supplier, supplier } from './factories.ts';

let app: TestApp;
let mtn: FakeMobileMoney;
let whatsapp: FakeWhatsApp;
let desk: Supplier;
let hurry: { end(): void };
beforeAll(async () => {
  [mtn, whatsapp] = await Promise.all([startFakeMobileMoney(), startFakeWhatsApp()]);
  app = await listeningApp({ ...mtn.env, ...whatsapp.env });
  whatsapp.webhook = `${app.config.PUBLIC_URL}/whatsapp/webhook/`;
  hurry = withoutPauses(app);
  // Other modules have words of their own: a mess a balance, a raffle something to buy.
  desk = await supplier(app, { modules: ['electricity'] });
  await newTariff(desk.admin);
  const kept = await desk.owner.patch('/settings/mtn', KEYS.mtn);
  expect(kept.status, JSON.stringify(kept.body)).toBe(200);
});
afterAll(async () => {
  hurry.end();
  await app.close();
  await Promise.all([mtn.stop(), whatsapp.stop()]);
});

async function settle() {
  await app.boot.services.inbox?.processor?.drain();
  await drainJobs(app.boot, app.boot.services.jobs);
  await app.boot.services.messages?.dispatcher?.drain();
}

/** A household with its meter, and its phone with WhatsApp. */
async function household() {
  const person = await desk.join();
  const meter = await newMeter(desk.ops);
  await claim(desk.ops, person, meter);
  const phone = whatsapp.person();
  let read = 0;
  const heard = () => {
    const fresh = phone.inbox.slice(read);
    read = phone.inbox.length;
    return fresh.map(({ text, choices }) => [text, ...choices.map(({ title }) => `[${title}]`)].join('\n')).join('\n');
  };
  const say = async (text: string) => {
    await phone.writes(text);
    await settle();
    return heard();
  };
  const tap = async (label: string) => {
    await phone.taps(label);
    await settle();
    return heard();
  };
  /** Lets time pass until this has come, after what was read before. */
  const comes = (text: RegExp, before: string) => {
    let all = before;
    return eventually(async () => {
      if (text.test(all)) return all;
      mtn.ahead += 15_000;
      app.clock.advance(15_000);
      await pollDue(app.ctxFor(null, 'test'));
      await settle();
      all += heard();
      return undefined;
    }, String(text));
  };
  const link = async () => {
    const { message } = (await person.post('/portal/account/chats/code')).body.data;
    return say(message);
  };
  return { person, meter, phone, say, tap, comes, link };
}

test('a household links its WhatsApp, buys by MTN, and hears that the units are there', async () => {
  const { person, meter, say, tap, comes, link } = await household();
  expect(await say('balance')).toContain('link this chat to your account');
  expect(await say('start account-22222222')).toContain('isn’t known');
  expect(await link()).toContain('Welcome, Aline Uwase');
  expect(await say('balance')).toContain('*Home*: 0 kWh left.');
  const quoted = await say('buy 1780');
  expect(quoted).toContain('buys *20 kWh*');
  expect(quoted).toContain('[By a link]');
  expect(await tap('Another number')).toContain('Which number has the money?');
  expect(await say('12')).toContain('phone number');
  const asked = await say('0788 000 000');
  expect(asked).toContain('asks the phone +250788000000 for the money');
  await comes(/\*20 kWh\* are credited to \*Home\*\. It has 20 kWh now\./, asked);
  // The second time the phone is known: two taps and no typing.
  const again = await say('buy 3100');
  expect(again).toContain('buys *10 kWh*');
  await comes(/It has 30 kWh now/, await tap('MTN MoMo …000'));
  expect(await say('history')).toMatch(/10 kWh for Home: credited[\s\S]*20 kWh for Home: credited/);
  expect((await person.get(`/electricity/my/meters/${meter.id}`)).body.data.balance_wh).toBe(30_000);
  const books = await verifyLedger(app.boot.database.system, desk.organization, app.boot.services.ledgerChecks);
  expect(books.faults).toEqual([]);
  // A phone that is lost: the chat is taken away, and knows nothing more.
  const [chat] = (await person.get('/portal/account/chats')).body.data;
  expect(chat.channel).toBe('whatsapp');
  const stranger = await desk.join();
  expect((await stranger.delete(`/portal/account/chats/${chat.id}`)).status).toBe(404);
  expect((await person.delete(`/portal/account/chats/${chat.id}`)).status).toBe(200);
  expect(await say('balance')).toContain('link this chat to your account');
});

test('a phone that declines is answered with why, and silence with "don’t pay again"; it is credited once', async () => {
  const { say, tap, comes, link, meter } = await household();
  await link();
  const buy = async (phone: string) => {
    await say('buy 890');
    await tap('Another number');
    return say(phone);
  };
  await comes(/Nothing was bought/, await buy('0788 0000 15'));
  // Charged, and the answer never came.
  const unknown = await comes(/Please don’t pay again/, await buy('0788 0000 03'));
  await comes(/\*10 kWh\* are credited/, unknown);
  const { data } = (await desk.ops.get(`/electricity/meters/${meter.id}`)).body;
  expect(data.balance_wh).toBe(10_000);
});
