import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { type Contradiction, PAYMENT_MOVES, type PaymentWord } from '../orders/order-moves.rule.ts';
import { newMachine, operator, order } from './factories.ts';

const ORDERS = 3000;
const WORDS = Object.keys(PAYMENT_MOVES) as PaymentWord[];
type Word = { payment_state: PaymentWord; served: boolean };

/** Every sequence of one, two and three words, in turns: all moves, each many times. */
const SEQUENCES: Word[][] = (() => {
  const words = WORDS.flatMap((payment_state) => [true, false].map((served): Word => ({ payment_state, served })));
  const two = words.flatMap((one) => words.map((other) => [one, other]));
  return [...words.map((one) => [one]), ...two, ...two.flatMap((both) => words.map((third) => [...both, third]))];
})();

/** What an order is in the end, told without the code: the first word of money counts, and nothing takes it back. */
function expected(words: Word[]) {
  const [first, ...rest] = words as [Word, ...Word[]];
  let { payment_state, served } = first;
  let contradicts = false;
  const sold = () => payment_state === 'paid' || payment_state === 'free';
  for (const word of rest) {
    if (sold()) {
      if (word.payment_state !== 'pending' && word.payment_state !== payment_state) contradicts = true;
      else if (served && !word.served) contradicts = true;
      else served = word.served;
    } else if (payment_state === 'failed' && word.payment_state === 'pending') {
      // An older word; what it says of the coffee is older, too.
    } else ({ payment_state, served } = word);
  }
  const exception = contradicts
    ? 'contradicts'
    : payment_state === 'paid' && !served
      ? 'not_served'
      : served && !sold()
        ? 'unpaid'
        : null;
  return { payment_state, served, exception };
}

test('3,000 orders with all state moves: each counts once, and sums and ledger say the same', async () => {
  const fleet = await operator();
  const machine = await newMachine(fleet);
  const path = `/devices/${machine.id}/orders/create`;
  const meant = Array.from({ length: ORDERS }, (_, n) => ({
    words: SEQUENCES[n % SEQUENCES.length] as Word[],
    sent: order(`M${n}`, { amount: `${1 + (n % 7)}.${n % 2 ? '50' : '25'}`, payment_method: n % 3 ? 'cash' : 'card' }),
  }));
  // The words of one order come in one message, in several, and again.
  const messages = [0, 1, 2].map((turn) =>
    meant.flatMap(({ words, sent }, n) => {
      const all = words.map((word) => ({ ...sent, ...word }));
      const apart = n % 2 === 0;
      return apart ? all.slice(turn, turn + 1) : turn === 0 ? all : [];
    }),
  );
  const results = new Map<string, number>();
  for (const message of messages)
    for (let at = 0; at < message.length; at += 200) {
      const answer = await machine.post(path, { orders: message.slice(at, at + 200) });
      expect(answer.status, JSON.stringify(answer.body)).toBe(200);
      for (const { result } of answer.body.data.results) results.set(result, (results.get(result) ?? 0) + 1);
    }
  expect(results.get('counted')).toBe(ORDERS);
  expect(results.get('refused')).toBeUndefined();
  const rows = await fleet.db
    .selectFrom('coffee_order')
    .select(['number', 'payment_state', 'served', 'exception', 'amount_minor', 'payment_method', 'contradiction'])
    .where('machine_id', '=', machine.id)
    .execute();
  const found = new Map(rows.map((row) => [row.number, row]));
  for (const { words, sent } of meant) {
    const { payment_state, served, exception, contradiction } = found.get(sent.number) as (typeof rows)[number];
    expect({ payment_state, served, exception }, JSON.stringify(words)).toEqual(expected(words));
    expect((contradiction as Contradiction | null) !== null).toBe(exception === 'contradicts');
  }
  const sold = rows.filter((row) => row.payment_state === 'paid' || row.payment_state === 'free');
  const minor = sold.reduce((sum, { amount_minor }) => sum + Number(amount_minor), 0);
  const figures = await sql<{ orders: number; minor: number; hours: number; products: number; ledger: number }>`
    select (select sum(orders)::int from coffee_day where scope_id = organization_id) as orders,
      (select sum(amount_minor)::int from coffee_day where scope_id = organization_id) as minor,
      (select sum(amount_minor)::int from coffee_hour) as hours,
      (select sum(amount_minor)::int from coffee_product_day where scope_id = organization_id) as products,
      (select -sum(amount_minor)::int from ledger_line where account = 'income:coffee') as ledger`.execute(fleet.db);
  expect(figures.rows[0]).toEqual({ orders: sold.length, minor, hours: minor, products: minor, ledger: minor });
  const exceptions = (await fleet.db
    .selectFrom('audit_entry')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('action', '=', 'coffee.order.contradicted')
    .executeTakeFirstOrThrow()) as { count: number };
  expect(Number(exceptions.count)).toBe(rows.filter(({ exception }) => exception === 'contradicts').length);
  // Who looked at one is not asked about it again by the same words.
  const one = meant.find(({ words }) => words.length === 2 && expected(words).exception === 'contradicts');
  const open = `/coffee/orders?search=${one?.sent.number}&filter={"exception":"open"}`;
  const isIt = ({ number }: { number: string }) => number === one?.sent.number;
  const listed = await fleet.admin.get(open);
  expect(listed.status, JSON.stringify(listed.body)).toBe(200);
  const [shown] = listed.body.data.filter(isIt);
  expect(shown.contradiction).toMatchObject({ payment_state: one?.words[1]?.payment_state });
  await fleet.ops.post(`/coffee/orders/${shown.id}/settle`, { note: 'the money is there' });
  const last = { ...one?.sent, ...one?.words[1] };
  expect((await machine.post(path, last)).body.data.results).toMatchObject([{ result: 'contradicts' }]);
  expect((await fleet.admin.get(open)).body.data.filter(isIt)).toEqual([]);
  const of = (name: string) => results.get(name) ?? 0;
  console.log(
    `coffee: ${ORDERS} orders with all state moves (${SEQUENCES.length} sequences): ${of('counted')} counted, ` +
      `${of('updated')} moved, ${of('repeated')} repeated, ${of('contradicts')} contradicted; ` +
      `${sold.length} sales of ${minor} minor units = sums = ledger`,
  );
}, 180_000);
