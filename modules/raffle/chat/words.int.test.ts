import sharp from 'sharp';
import { expect, test } from 'vitest';
import { drainJobs } from '../../../kernel/jobs/index.ts';
import { boldParts } from '../../../kernel/lib/chat-markup.ts';
import { webVisitor } from '../../../test/harness/web-chat.ts';
import { desk, openRaffle, reserveNumbers } from '../test/factories.ts';

/** What the chat answers to what people send, where a transcript can't show it. */
async function chat(over: object = {}) {
  const all = await desk();
  const raffle = await openRaffle(all.admin, over);
  const visitor = webVisitor(all.app, all.organization.slug);
  const last = async () => {
    const { lines } = await visitor.settled();
    const from = lines.findLastIndex((line) => line.mine) + 1;
    return lines.slice(from);
  };
  const write = async (body: Record<string, unknown>) => {
    await visitor.write(body);
    return last();
  };
  const start = (numbers = '') => write({ start: `raffle:${raffle.code}${numbers && `:${numbers}`}` });
  return { ...all, raffle, visitor, write, start, last };
}
const words = (lines: { text: string }[]) => lines.map((line) => line.text).join('\n');

test('sold out ends the chat, and differs from a raffle that is only reserved', async () => {
  const { start, write, ops, raffle, db } = await chat({ last_number: 12 });
  const first = await reserveNumbers(ops, raffle, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], { confirm: true });
  const taken = await start();
  expect(words(taken)).toContain('is taken. 12 are only reserved, and free again if nobody pays');
  expect(taken.at(-1)?.choices.map(({ label }) => label)).toEqual(['My tickets', 'Menu']);
  await ops.post(`/raffle/orders/${first.id}/confirm-payment`);
  expect(words(await start('5'))).toContain('is sold out');
  expect(words(await write({ text: 'raffles' }))).toContain('is sold out');
  const state = await db.selectFrom('conversation_state').select(['flow', 'state']).executeTakeFirstOrThrow();
  expect(state).toEqual({ flow: null, state: null });
});

test('the last number goes while somebody chooses: sold out closes the question', async () => {
  const { start, write, ops, raffle } = await chat({ last_number: 3 });
  expect(words(await start())).toContain('Which numbers would you like?');
  const all = await reserveNumbers(ops, raffle, [1, 2, 3], { confirm: true });
  await ops.post(`/raffle/orders/${all.id}/confirm-payment`);
  const line = await write({ text: 'random 1' });
  expect(words(line)).toContain('is sold out');
  expect(words(line)).not.toContain('Which numbers');
});

test('a HEIC is answered with what to do, and holds nothing', async () => {
  const { start, write, visitor, last, db } = await chat();
  await start('5');
  await write({ text: 'Asha Verma' });
  await write({ text: 'confirm' });
  const heic = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypheic\0\0\0\0mif1heic'), Buffer.alloc(200)]);
  const sent = await visitor.send(heic, 'IMG_0042.HEIC');
  const answer = sent.statusCode === 202 ? words(await last()) : JSON.stringify(sent.json());
  expect(answer).toContain('Send it as a photo');
  expect(await db.selectFrom('payment_proof').select('id').execute()).toEqual([]);
});

test('stars and underscores of a title are no markup, in the chat and in notices', async () => {
  const title = '*Win* _big_ ~now~ `x`';
  const { app, start, write, ops, db, last, visitor } = await chat({ title });
  const [facts] = await start();
  expect(boldParts(facts?.text ?? '')[0]).toEqual({ text: title, bold: true });
  await start('5');
  await write({ text: 'Asha *the* _best_' });
  const review = await write({ text: '7' });
  const parts = boldParts(words(review));
  expect(parts.filter((part) => part.bold).map((part) => part.text)).toEqual([title, '0007', '₹50.00']);
  await write({ text: 'confirm' });
  await visitor.send(
    await sharp({ create: { width: 60, height: 40, channels: 3, background: '#0f5c4d' } })
      .png()
      .toBuffer(),
    'receipt.png',
  );
  const thanks = boldParts(words(await last()));
  expect(thanks.find((part) => part.bold)?.text).toBe(title);
  const { id } = await db
    .selectFrom('raffle_order')
    .select('id')
    .where('state', '=', 'pending_payment')
    .executeTakeFirstOrThrow();
  await ops.post(`/raffle/orders/${id}/confirm-payment`);
  await drainJobs(app.boot, app.boot.services.jobs);
  const ticket = boldParts(words(await last()));
  expect(ticket.find((part) => part.bold)?.text).toBe(title);
  expect(ticket.map((part) => part.text).join('')).toContain('Your numbers: 0007');
});
