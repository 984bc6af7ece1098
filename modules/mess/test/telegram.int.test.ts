/**
 * Students and two wardens over Telegram's API: the server registers its webhook, and the rest is HTTP from and to the
 * Bot API.
 */

import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withoutPauses } from '../../../kernel/channels/test/without-pauses.ts';
import { freePort } from '../../../test/e2e/support/server.ts';
import { type FakeTelegram, startFakeTelegram, TELEGRAM_TOKEN } from '../../../test/fakes/telegram.ts';
import { eventually, openTestApp, type TestApp } from '../../../test/harness/index.ts';
import { askOffice } from '../chat/office/send-question.job.ts';
import { hostel, newCycle } from './factories.ts';

const WARDEN = 7_700_000_001;

let telegram: FakeTelegram;
let app: TestApp;
let hurry: { end(): void } | undefined;
let at: Awaited<ReturnType<typeof hostel>>;
type Person = ReturnType<FakeTelegram['person']>;
let asha: Person;
let ravi: Person;
let warden: Person;
let clerk: Person;

beforeAll(async () => {
  telegram = await startFakeTelegram();
  telegram.now = () => app.clock.now();
  const port = await freePort();
  app = await openTestApp({
    TELEGRAM_BOT_TOKEN: TELEGRAM_TOKEN,
    TELEGRAM_API_ROOT: telegram.root,
    TELEGRAM_WEBHOOK_URL: `http://127.0.0.1:${port}`,
    ADMIN_TG_IDS: String(WARDEN),
  });
  hurry = withoutPauses(app);
  at = await hostel({ modules: ['mess'] }, app);
  const today = new Date().toISOString().slice(0, 10);
  const plus = (days: number) => new Date(Date.parse(today) + days * 86_400_000).toISOString().slice(0, 10);
  await newCycle(at.admin, { name: 'This month', starts_on: plus(-10), ends_on: plus(20) });
  await app.http.listen({ port, host: '127.0.0.1' });
  await eventually(async () => telegram.webhookOf(), 'the webhook is set');
  asha = telegram.person({ first_name: 'Asha' });
  ravi = telegram.person({ first_name: 'Ravi' });
  warden = telegram.person({ first_name: 'Warden', id: WARDEN });
  clerk = telegram.person({ first_name: 'Clerk' });
});
afterAll(async () => {
  hurry?.end();
  await app?.close();
  await telegram?.close();
});

const texts = (person: Person, since = 0) =>
  person.received
    .slice(since)
    .map(({ text }) => text)
    .join('\n');

/** The messages to them after that, once one matches `pattern`. */
async function answered(person: Person, act: Promise<unknown>, pattern: RegExp): Promise<string> {
  const before = person.received.length;
  await act;
  await receives(person, pattern, before);
  return texts(person, before);
}

const receives = (person: Person, pattern: RegExp, since = 0) =>
  eventually(async () => pattern.test(texts(person, since)), `${pattern}`).catch((error: Error) => {
    throw new Error(`${error.message}, but: ${texts(person, since)}`);
  });

async function joins(person: Person, name: string, roll: string) {
  await answered(person, person.writes('/start'), /What would you like to do/);
  await answered(person, person.taps('Join the mess'), /Which language/);
  await answered(person, person.taps('English'), /full name/);
  await answered(person, person.writes(name), /roll number/);
  await answered(person, person.writes(roll), /room/);
  await answered(person, person.writes('B-204'), /phone/);
  await answered(person, person.sharesContact('919876543210'), /Is that right/);
  await answered(person, person.taps('Register'), /Thank you/);
}

/** The buttons of such a question disappear from all chats. */
const asksNobody = (pattern: RegExp, people = [warden, clerk]) =>
  eventually(
    async () =>
      people.every((person) => {
        const asked = person.received.filter(({ text }) => pattern.test(text));
        return asked.length > 0 && asked.every(({ keyboard }) => keyboard.length === 0);
      }),
    `no buttons under ${pattern}`,
    20_000,
  );

const student = (roll: string) =>
  at.db.selectFrom('mess_student').selectAll().where('roll_number', '=', roll).executeTakeFirstOrThrow();

const receipt = (seed: string) =>
  sharp({ create: { width: 400, height: 700, channels: 3, background: seed } })
    .jpeg()
    .toBuffer();

describe('a hostel on Telegram', () => {
  it('the wardens are the ids of ADMIN_TG_IDS, and members who type a code of the console', async () => {
    await answered(warden, warden.writes('/start'), /What would you like to do/);
    expect(
      warden.received
        .at(-1)
        ?.keyboard.flat()
        .map(({ text }) => text),
    ).toEqual(['Mess office', 'Language', 'Help']);
    const { code } = (await at.ops.post('/staff/chats/code')).body.data;
    await answered(clerk, clerk.writes(`/start staff-${code}`), /This chat is yours now/);
    // Clerks verify and approve; only admins announce.
    await answered(clerk, clerk.writes('office'), /registrations that wait: 0/);
    expect(
      clerk.received
        .at(-1)
        ?.keyboard.flat()
        .map(({ text }) => text),
    ).not.toContain('Announce');
    await answered(clerk, clerk.writes('announce'), /Your role does not allow this/);
  });

  it('of two wardens who press Approve at once one succeeds, and the other reads who was first', async () => {
    await joins(asha, 'Asha Verma', '21CS1001');
    const phone = await at.db.selectFrom('person').select('phone').where('name', '=', 'Asha Verma').executeTakeFirst();
    expect(phone).toEqual({ phone: '+919876543210' });
    await Promise.all(
      [warden, clerk].map((one) => receives(one, /New registration: Asha Verma\n21CS1001, room B-204/)),
    );
    const before = [warden.received.length, clerk.received.length] as const;
    await Promise.all([warden.taps('Approve'), clerk.taps('Approve')]);
    await receives(warden, /Approved: Asha|Decided already/, before[0]);
    await receives(clerk, /Approved: Asha|Decided already/, before[1]);
    const notified = [texts(warden, before[0]), texts(clerk, before[1])];
    const { state, decided_by_name } = await student('21CS1001');
    expect(state).toBe('approved');
    expect(notified.filter((text) => text.startsWith('Approved: Asha Verma, 21CS1001'))).toHaveLength(1);
    const second = notified.filter((text) => text.includes(`${decided_by_name} approved Asha Verma (21CS1001) at`));
    expect(second).toHaveLength(1);
    // The question has no buttons any more.
    await asksNobody(/New registration: Asha/);
    const entries = await at.db
      .selectFrom('audit_entry')
      .select(['actor_kind', 'actor_name'])
      .where('action', '=', 'mess.student.approved')
      .execute();
    expect(entries).toEqual([{ actor_kind: expect.stringMatching(/^(chat|user)$/), actor_name: decided_by_name }]);
    expect(await at.db.selectFrom('credential').select('id').execute()).toHaveLength(1);
    await receives(asha, /You are approved/);
    expect(texts(asha).match(/You are approved/g)).toHaveLength(1);
    // A repeated update from Telegram changes nothing.
    await Promise.all([warden.repeats(), clerk.repeats()]);
    const qr = await answered(asha, asha.taps('My QR code'), /Show this at the door/);
    expect(qr).toContain('Asha Verma, 21CS1001');
    const picture = asha.received.findLast(({ method }) => method === 'sendPhoto');
    expect((await sharp(picture?.file?.bytes).metadata()).width).toBeGreaterThan(300);
  });

  it('a screenshot that another student sent gives a warning, and is not verified by one tap', async () => {
    await joins(ravi, 'Ravi Menon', '21CS1002');
    await receives(warden, /New registration: Ravi Menon/);
    await answered(warden, warden.taps('Approve'), /Approved: Ravi/);
    await receives(ravi, /You are approved/);
    const picture = await receipt('#1a7f4b');
    await answered(asha, asha.writes('upload payment'), /Please pay ₹3,600\.00/);
    await answered(asha, asha.sendsPhoto(picture, { caption: 'paid' }), /We look at your receipt/);
    await receives(clerk, /21CS1001 Asha Verma: This month/);
    expect(clerk.received.findLast(({ text }) => /Asha Verma: This month/.test(text))?.method).toBe('sendPhoto');
    await answered(clerk, clerk.taps('Payment is right'), /Verified: Asha Verma, ₹3,600\.00/);
    await receives(asha, /Your payment of ₹3,600\.00 has arrived/);

    const pushed = warden.received.length;
    await answered(ravi, ravi.writes('upload payment'), /Please pay/);
    await answered(ravi, ravi.sendsPhoto(picture), /We look at your receipt/);
    await receives(warden, /⚠ The very same file was sent for \S+, Asha Verma \(verified\)/, pushed);
    const asked = () => clerk.received.findLast(({ text }) => /Ravi Menon: This month/.test(text));
    await eventually(async () => asked(), 'the clerk is asked as well');
    const right = asked()
      ?.keyboard.flat()
      .find(({ text }) => text === 'Payment is right')?.callback_data;
    await answered(warden, warden.taps('Payment is right'), /is the payment right all the same\?/);
    const waits = await at.ops.get('/payments/queue');
    expect(waits.body.data).toMatchObject([{ state: 'submitted', payer_name: 'Ravi Menon' }]);
    expect(waits.body.data[0].signals).toMatchObject([{ kind: 'same_bytes' }]);
    await answered(warden, warden.taps('No, look again'), /Ravi Menon: This month/);
    await answered(warden, warden.taps('Payment is wrong'), /Why is the payment wrong/);
    await answered(warden, warden.taps('Used before'), /Denied\. Ravi Menon is told/);
    await receives(ravi, /already used for another payment/);
    // The buttons are gone; a member who pressed just before that gets an answer.
    await asksNobody(/⚠ The very same file was sent for \S+, Asha Verma/, [clerk]);
    await answered(clerk, clerk.tapsData(String(right)), /denied a moment ago, by Warden/);
    const rows = await at.db
      .selectFrom('mess_cycle_payment as p')
      .innerJoin('mess_student as s', 's.id', 'p.student_id')
      .select(['s.roll_number', 'p.state'])
      .orderBy('s.roll_number')
      .execute();
    expect(rows).toEqual([
      { roll_number: '21CS1001', state: 'verified' },
      { roll_number: '21CS1002', state: 'denied' },
    ]);
  });

  it('a registration that is decided in the console leaves no buttons in the chats', async () => {
    const made = await at.ops.post('/mess/students', { name: 'Fatima Sheikh', roll_number: '21CS1003' });
    await askOffice(at.ctx, { about: 'registration', id: made.body.data.id });
    await Promise.all([warden, clerk].map((one) => receives(one, /New registration: Fatima/)));
    expect((await at.ops.post(`/mess/students/${made.body.data.id}/approve`)).status).toBe(200);
    await asksNobody(/New registration: Fatima/);
  });

  it('an announcement reaches everybody who eats, once', async () => {
    await answered(warden, warden.writes('announce'), /What should everybody read/);
    await answered(warden, warden.writes('Water is off until six.'), /chat: 2\. Send it\?/);
    await answered(warden, warden.taps('Send to everybody'), /On its way to 2 students/);
    await Promise.all([asha, ravi].map((one) => receives(one, /Water is off until six\./)));
    const kept = await at.db.selectFrom('mess_announcement').select(['text', 'notified', 'created_by_name']).execute();
    expect(kept).toEqual([{ text: 'Water is off until six.', notified: 2, created_by_name: 'Warden' }]);
    expect(texts(asha).match(/Water is off/g)).toHaveLength(1);
  });

  it('a button that was forged, or that a student sends, decides nothing', async () => {
    const { id } = await student('21CS1002');
    await answered(asha, asha.tapsData(`mess.office!deny~${id}`), /Your role does not allow this/);
    await answered(asha, asha.tapsData(`mess.office!approve~${id}`), /Your role does not allow this/);
    await answered(warden, warden.tapsData('mess.office!approve~not-a-student'), /No registration waits/);
    expect((await student('21CS1002')).state).toBe('approved');
  });
});
