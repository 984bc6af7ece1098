/** What people type, as reports of comparable systems have it, each played in the raffle's chat over HTTP. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { desk, openRaffle } from '../../modules/raffle/test/factories.ts';
import { webVisitor } from '../harness/web-chat.ts';

type Item = {
  at?: string;
  text: string;
  expect?: string;
  numbers?: string;
  reference?: string | null;
  same?: boolean;
  paid?: boolean;
};
type Case = { id: string; price?: string; items: Item[] };
const read = (id: string): Case => JSON.parse(readFileSync(new URL(`chats/${id}.json`, import.meta.url), 'utf8'));

async function sale(over: object) {
  const place = await desk();
  await place.app.boot.database.system
    .updateTable('organization')
    .set({ modules: ['raffle'] })
    .where('id', '=', place.organization.id)
    .execute();
  const raffle = await openRaffle(place.admin, { last_number: 999, ...over });
  let free = 0;
  /** a new person in the chat, led to the question at which they type */
  const personAt = async (at = 'proof') => {
    const visitor = webVisitor(place.app, place.organization.slug);
    const says = async (body: Record<string, unknown>) => {
      await visitor.write(body);
      const { lines } = await visitor.settled();
      return lines.slice(lines.findLastIndex((line) => line.mine) + 1);
    };
    if (at === 'menu') await says({ text: 'hello' });
    else if (at === 'numbers') await says({ start: `raffle:${raffle.code}` });
    else {
      free++;
      await says({ start: `raffle:${raffle.code}:${200 + free}` });
      await says({ text: 'Asha Verma' });
      if (at === 'proof') await says({ text: 'confirm' });
    }
    return async (text: string) => (await says({ text })).map((line) => line.text).join('\n');
  };
  return { ...place, raffle, personAt };
}

test.each(['C1-signs', 'C2-lists-in-words'])('%s', async (id) => {
  const { admin, personAt } = await sale({});
  await openRaffle(admin, { title: 'Second raffle', last_number: 9 });
  for (const { at, text, expect: words, numbers } of read(id).items) {
    const answer = await (await personAt(at))(text);
    const listed = numbers?.split(', ').map((number) => number.padStart(3, '0'));
    if (words) expect(answer, text).toMatch(new RegExp(words, 'i'));
    if (listed) expect(answer, text).toMatch(/name/i);
    if (listed) expect(await lastOrder(), text).toEqual(listed.map(Number));
  }
  async function lastOrder() {
    const orders = await admin.get('/raffle/orders?limit=1');
    return orders.body.data[0].numbers;
  }
});

test.each(['P01-payee-phone', 'P02-operators', 'P03-number-beside-number'])('%s', async (id) => {
  const { price, items } = read(id);
  const { ops, organization, personAt } = await sale({ ticket_price: price });
  for (const { text, reference, same, paid } of items) {
    const says = await personAt();
    const count = organization.ctx.db.selectFrom('payment_proof').select((eb) => eb.fn.countAll().as('n'));
    const before = Number((await count.executeTakeFirstOrThrow()).n);
    const answer = await says(text);
    const proofs = await organization.ctx.db.selectFrom('payment_proof').selectAll().orderBy('id').execute();
    if (paid) {
      expect(answer, text).toMatch(/picture|photo|screenshot/i);
      expect(proofs.length, text).toBe(before);
      continue;
    }
    expect(proofs.length, text).toBe(before + 1);
    expect(proofs.at(-1)?.transaction_reference ?? null, text).toBe(reference);
    const queue = (await ops.get('/payments/queue')).body.data;
    const mine = queue.find((row: { id: string }) => row.id === proofs.at(-1)?.payment_id);
    const warned = JSON.stringify(mine).includes('same_transaction');
    if (same !== undefined) expect(warned, text).toBe(same);
  }
});
