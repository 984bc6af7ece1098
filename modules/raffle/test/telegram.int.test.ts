/** A whole purchase over Telegram's API: the server registers its webhook; the rest is HTTP from and to the Bot API. */
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { withoutPauses } from '../../../kernel/channels/test/without-pauses.ts';
import { freePort } from '../../../test/e2e/support/server.ts';
import { type FakeTelegram, startFakeTelegram, TELEGRAM_TOKEN } from '../../../test/fakes/telegram.ts';
import { eventually, openTestApp, type TestApp } from '../../../test/harness/index.ts';
import { desk, openRaffle } from './factories.ts';

let telegram: FakeTelegram;
let app: TestApp;
let hurry: { end(): void } | undefined;
let staff: Awaited<ReturnType<typeof desk>>;

beforeAll(async () => {
  telegram = await startFakeTelegram();
  const port = await freePort();
  app = await openTestApp({
    TELEGRAM_BOT_TOKEN: TELEGRAM_TOKEN,
    TELEGRAM_API_ROOT: telegram.root,
    TELEGRAM_WEBHOOK_URL: `http://127.0.0.1:${port}`,
  });
  hurry = withoutPauses(app);
  staff = await desk(app);
  await app.http.listen({ port, host: '127.0.0.1' });
  await eventually(async () => telegram.webhookOf(), 'the webhook is set');
});
afterAll(async () => {
  hurry?.end();
  await app?.close();
  await telegram?.close();
});

it('sells numbers: chosen, confirmed, paid with a photo, verified by staff, and the ticket is a picture', async () => {
  const raffle = await openRaffle(staff.admin, { title: 'Onam raffle' });
  const asha = telegram.person({ first_name: 'Asha' });
  /** the bot's messages after that, once one matches `pattern` */
  const after = async (act: Promise<unknown>, pattern: RegExp): Promise<string> => {
    const before = asha.received.length;
    await act;
    const texts = () =>
      asha.received
        .slice(before)
        .map(({ text }) => text)
        .join('\n');
    await eventually(async () => pattern.test(texts()), `${pattern}`).catch((error: Error) => {
      throw new Error(`${error.message}, but: ${texts()}`);
    });
    return texts();
  };

  await after(asha.writes('/start'), /What would you like to do/);
  await after(asha.taps('Raffles'), /Onam raffle[\s\S]*Which numbers/);
  // Telegram sends her name, so the chat does not ask for it.
  await after(asha.writes('5,12,99'), /0005, 0012, 0099[\s\S]*Is that right/);
  // Telegram repeats an update that was not acknowledged.
  await asha.repeats();
  await after(asha.taps('Confirm'), /₹150\.00/);
  await asha.repeats();
  const receipt = await sharp({ create: { width: 400, height: 600, channels: 3, background: '#eee' } })
    .jpeg()
    .toBuffer();
  await after(asha.sendsPhoto(receipt, { caption: 'paid' }), /look at the receipt/);
  await asha.repeats();

  const queue = await staff.ops.get('/payments/queue');
  expect(queue.body.data).toHaveLength(1);
  const [payment] = queue.body.data;
  expect(payment).toMatchObject({ amount_minor: 15_000, state: 'submitted' });
  expect(payment.proofs).toHaveLength(1);
  const before = asha.received.length;
  expect((await staff.ops.post(`/payments/${payment.id}/verify`, {})).status).toBe(200);
  const ticket = await eventually(
    async () => asha.received.slice(before).find(({ method }) => method === 'sendPhoto'),
    'the ticket',
    20_000,
  );
  expect(ticket.text).toMatch(/0005, 0012, 0099/);
  expect((await sharp(ticket.file?.bytes).metadata()).format).toMatch(/png|jpeg/);

  const sold = await app.boot.database.system
    .selectFrom('raffle_number')
    .select('number')
    .where('raffle_id', '=', raffle.id)
    .where('state', '=', 'sold')
    .orderBy('number')
    .execute();
  expect(sold.map(({ number }) => number)).toEqual([5, 12, 99]);
  const orders = await staff.ops.get(`/raffle/orders?raffle=${raffle.id}`);
  expect(orders.body.data).toMatchObject([{ state: 'paid', contact_name: 'Asha' }]);
});
