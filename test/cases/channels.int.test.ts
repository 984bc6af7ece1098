/** What services bring, as reports of comparable systems have it, each played through the services' webhooks. */
import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openRealChannels, type RealChannels } from '../../kernel/conversations/test/real-channels.ts';
import { openRaffle } from '../../modules/raffle/test/factories.ts';
import type { Caller } from '../harness/index.ts';

type Message = Record<string, unknown>;
type Step = {
  as: string;
  order?: string;
  say?: string;
  seconds_ago?: number;
  times?: number;
  message?: Message;
  messages?: Message[];
  contact?: object;
  proofs?: number;
  most_answers?: number;
  reserved?: number;
  order_state?: string;
  expect?: string;
  expect_not?: string;
  why?: string;
};
type Person = { phone: string; name: string; user_id?: string };
type WhatsAppCase = { people: Record<string, Person>; steps: Step[] };
type TelegramItem = {
  first?: string;
  confirm?: boolean;
  answers?: number;
  updates: Message[];
  expect?: string;
  why: string;
};

let run = 10_000;
function read<T>(id: string, over: Record<string, string> = {}): T {
  const text = readFileSync(new URL(`chats/${id}.json`, import.meta.url), 'utf8').replaceAll('{{U}}', String(++run));
  return JSON.parse(Object.entries(over).reduce((all, [key, value]) => all.replaceAll(key, value), text));
}

let channels: RealChannels;
let admin: Caller;
let code: string;
beforeAll(async () => {
  channels = await openRealChannels();
  await channels.app.boot.database.system
    .updateTable('organization')
    .set({ modules: ['raffle'] })
    .where('id', '=', channels.organization.id)
    .execute();
  admin = await channels.organization.as('admin');
  code = (await openRaffle(admin, { last_number: 999, ticket_price: '50' })).code;
});
afterAll(() => channels?.close());

async function settled() {
  await channels.app.boot.services.inbox?.processor?.drain();
  await channels.app.boot.services.messages?.dispatcher?.drain();
}
const db = () => channels.organization.ctx.db;
const notes = async () =>
  (await db().selectFrom('conversation_message').select('body').where('kind', '=', 'note').execute()).map(
    (it) => it.body,
  );

let receipts = 0;
const receipt = () =>
  sharp({ create: { width: 64, height: 64, channels: 3, background: { r: ++receipts * 20, g: 9, b: 99 } } })
    .jpeg()
    .toBuffer();
const proven = () => db().selectFrom('payment_proof').select('payment_id').where('file_id', 'is not', null).execute();
const proofs = async () => (await proven()).length;
const paymentsProven = async () => new Set((await proven()).map((it) => it.payment_id)).size;

describe('WhatsApp', () => {
  test.each(['W01-number-changed', 'W03-late', 'W04-edit', 'W06-group', 'W07-two-bots', 'W08-two-photos'])(
    '%s',
    async (id) => {
      const { people, steps } = read<WhatsAppCase>(id, { '{raffle}': code });
      const { whatsapp } = channels;
      const addresses = new Set(Object.values(people).flatMap((it) => [it.phone, it.user_id ?? it.phone]));
      const answers = () => whatsapp.sent.filter(({ to }) => addresses.has(to));
      for (const step of steps) {
        const { phone, name, user_id } = people[step.as] as Person;
        const person = whatsapp.person({ phone, name, userId: user_id ?? null });
        const before = answers().length;
        const timestamp = String(Math.floor(channels.app.clock.now().getTime() / 1000) - (step.seconds_ago ?? 0));
        const says = async (text: string) => {
          await person.sends({ type: 'text', text: { body: text }, timestamp });
          await settled();
        };
        if (step.order) {
          await says(`start raffle:${code}:${step.order.replaceAll('_', ',')}`);
          await says('confirm');
        }
        for (let n = 0; step.say && n < (step.times ?? 1); n++) await says(step.say);
        if (step.message) {
          whatsapp.opened(phone, user_id ?? phone);
          const message = { id: whatsapp.nextId(), timestamp, ...step.message };
          await whatsapp.deliver(whatsapp.envelope({ contacts: [step.contact], messages: [message] }));
          await settled();
        }
        if (step.messages) {
          whatsapp.opened(phone, user_id ?? phone);
          const messages = await Promise.all(
            step.messages.map(async (message) => {
              const image = { ...(message.image as object), id: whatsapp.keep(await receipt(), 'image/jpeg') };
              return { id: whatsapp.nextId(), timestamp, ...message, image };
            }),
          );
          await whatsapp.deliver(whatsapp.envelope({ contacts: [step.contact], messages }));
          await settled();
          expect(answers().length - before).toBe(1);
          expect(await proofs()).toBe(step.proofs);
          expect(await paymentsProven(), 'all of one order').toBe(1);
          continue;
        }
        const answer = answers()
          .slice(before)
          .map(({ text }) => text)
          .join('\n');
        const said = `${step.why}: ${answer}`;
        if (step.most_answers !== undefined)
          expect(answers().length - before, said).toBeLessThanOrEqual(step.most_answers);
        if (step.expect) expect(answer, said).toMatch(new RegExp(step.expect, 'i'));
        if (step.expect_not) expect(answer, said).not.toContain(step.expect_not);
        if (step.reserved !== undefined) expect((await admin.get('/raffle/orders')).body.data).toHaveLength(orders);
        if (step.order_state)
          expect((await admin.get('/raffle/orders?limit=1')).body.data[0].state).toBe(step.order_state);
        if (step.order) orders++;
      }
      if (id.startsWith('W07')) expect((await notes()).join()).toContain('as machines do');
      if (id.startsWith('W01')) expect((await notes()).filter((it) => it.includes('address changed'))).toHaveLength(2);
    },
  );
  let orders = 0;

  test('pictures that came together wait together while the chat asks which order they are for', async () => {
    const person = channels.whatsapp.person();
    for (const text of [`start raffle:${code}:201`, 'confirm', `start raffle:${code}:202`, 'confirm', 'menu']) {
      await person.writes(text);
      await settled();
    }
    const before = { answers: person.inbox.length, proofs: await proofs(), payments: await paymentsProven() };
    for (let n = 0; n < 3; n++) await person.sendsPhoto(await receipt());
    await settled();
    expect(person.inbox.length - before.answers, 'which?').toBe(1);
    expect(await proofs()).toBe(before.proofs);
    await person.taps(person.inbox.at(-1)?.choices[0]?.title ?? '');
    await settled();
    expect((await proofs()) - before.proofs).toBe(3);
    expect((await paymentsProven()) - before.payments).toBe(1);
  });

  test('W02-phones', async () => {
    for (const { wa_id, phone } of read<{ items: { wa_id: string; phone: string }[] }>('W02-phones').items) {
      await channels.whatsapp.person({ phone: wa_id, userId: null, name: `P ${wa_id}` }).writes('hello');
      await settled();
      const person = await db().selectFrom('person').select('phone').where('name', '=', `P ${wa_id}`).execute();
      expect(person).toEqual([{ phone }]);
    }
  });

  test('an edit is answered once in ten minutes, a machine that alternates or echoes not for long', async () => {
    const person = channels.whatsapp.person();
    await person.writes('hello');
    await settled();
    for (const type of ['edit', 'edit', 'revoke']) {
      await person.sends({ type, [type]: {} });
      await settled();
    }
    expect(person.inbox.filter(({ text }) => text.includes('An edit'))).toHaveLength(1);
    const bot = channels.whatsapp.person();
    for (let n = 0; n < 12; n++) {
      await bot.writes(n % 2 ? `We have your request ${n}.` : 'An agent will be with you soon.');
      await settled();
    }
    expect(bot.inbox.length).toBeLessThan(8);
    const echo = channels.whatsapp.person();
    await echo.writes('hello');
    for (let n = 0; n < 8; n++) {
      await settled();
      await echo.writes(echo.inbox.at(-1)?.text ?? '');
    }
    await settled();
    expect(echo.inbox.length).toBeLessThan(7);
  });
});

describe('Telegram', () => {
  test('T02-album: one answer, all pictures at the proof of the order; a picture of later is another one', async () => {
    const [item] = read<{ items: TelegramItem[] }>('T02-album').items;
    const person = channels.telegram.person();
    for (const text of [`/start raffle:${code}`, String(item?.first), 'confirm']) {
      await person.writes(text);
      await settled();
    }
    const before = { answers: person.received.length, proofs: await proofs(), payments: await paymentsProven() };
    for (const { caption } of item?.updates ?? [])
      await person.sendsPhoto(await receipt(), { ...(caption !== undefined && { caption: String(caption) }) });
    await settled();
    expect(person.received.length - before.answers).toBe(item?.answers);
    expect((await proofs()) - before.proofs).toBe(3);
    expect((await paymentsProven()) - before.payments).toBe(1);
    const conversation = db().selectFrom('conversation').select('unread').where('address', '=', String(person.id));
    expect(await conversation.execute(), 'nothing waits for staff').toEqual([{ unread: 0 }]);

    channels.app.clock.advance(60_000);
    await person.sendsPhoto(await receipt());
    await settled();
    expect(person.received.length - before.answers).toBe(2);
  });

  test('an album of many is one answer, and ten proofs', async () => {
    const person = channels.telegram.person();
    for (const text of [`/start raffle:${code}`, 'random 1', 'confirm']) {
      await person.writes(text);
      await settled();
    }
    const before = { answers: person.received.length, proofs: await proofs() };
    for (let n = 0; n < 12; n++) await person.sendsPhoto(await receipt());
    await settled();
    expect(person.received.length - before.answers).toBe(1);
    expect((await proofs()) - before.proofs).toBe(10);
  });

  test.each(['T01-edit', 'T05-kinds'])('%s', async (id) => {
    for (const item of read<{ items: TelegramItem[] }>(id).items) {
      const person = channels.telegram.person();
      await person.writes(`/start raffle:${code}`);
      await settled();
      if (item.first) await person.writes(item.first.replace('{n}', '8'));
      await settled();
      const before = person.received.length;
      for (const update of item.updates) {
        const { key = 'message', ...content } = update;
        await channels.telegram.deliver({
          ...person.last,
          update_id: channels.telegram.nextUpdateId(),
          message: undefined,
          [String(key)]: {
            message_id: channels.telegram.nextMessageId(),
            date: Math.floor(Date.now() / 1000),
            chat: person.chat,
            from: { id: person.id, is_bot: false, first_name: 'Asha' },
            ...content,
          },
        } as never);
        await settled();
      }
      const answer = person.received.slice(before).map(({ text }) => text);
      expect(answer.join('\n'), item.why).toMatch(new RegExp(item.expect ?? '.', 'i'));
    }
  });
});
