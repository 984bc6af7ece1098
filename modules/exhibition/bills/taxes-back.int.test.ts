import { expect, test } from 'vitest';
import { openExhibition } from '../test/factories.ts';
import { sold } from '../test/sold.ts';

type Tax = { label: string; percent: string; netMinor: number; amountMinor: number };
type Paper = { series: string; snapshot: { taxes?: Tax[]; totalMinor: number; corrects?: { number: string } } };

async function place() {
  const shop = await sold();
  const papers = async (): Promise<Paper[]> =>
    (await shop.db.selectFrom('document').select(['series', 'snapshot']).orderBy('id').execute()) as never;
  return {
    ...shop,
    notes: async () => (await papers()).filter(({ series }) => series === 'credit_note').map((paper) => paper.snapshot),
    receipts: async () => (await papers()).filter(({ series }) => series === 'receipt').map((paper) => paper.snapshot),
    refund: async (id: string, amount?: string) => {
      const { payments } = await shop.bill(id);
      const payment = payments.findLast(({ state }: { state: string }) => state === 'verified');
      const done = await shop.owner.post(`/payments/${payment.id}/refund`, {
        reason: 'kindness',
        expected_refunded: payment.refunded,
        ...(amount && { amount }),
      });
      expect(done.status, JSON.stringify(done.body)).toBe(200);
    },
    void: async (id: string) =>
      expect((await shop.owner.post(`/exhibition/bills/${id}/void`, { reason: 'typo', refund: true })).status).toBe(
        200,
      ),
    async nothingLeft() {
      for (const rate of await shop.taxes()) expect(rate).toMatchObject({ net: '0.00', tax: '0.00' });
    },
  };
}

const inAll = (taxes: Tax[] = []): number => taxes.reduce((sum, tax) => sum + tax.netMinor + tax.amountMinor, 0);
const byRate = (papers: { taxes?: Tax[] }[]): [string, number][] => {
  const sums = new Map<string, number>();
  for (const { percent, amountMinor } of papers.flatMap(({ taxes = [] }) => taxes))
    sums.set(percent, (sums.get(percent) ?? 0) + amountMinor);
  return [...sums].sort();
};

test('a credit note of a receipt over a part of the money states no more tax than that money has', async () => {
  const { owner, sell, giveBack, receipts, notes, nothingLeft, agrees } = await place();
  const { id } = await sell({ pay: [{ method: 'card', given: '100' }], part: true });
  await owner.post(`/exhibition/bills/${id}/receipts`);
  await owner.post(`/exhibition/bills/${id}/payments`, { pay: [{ method: 'cash' }] });
  expect((await giveBack(id, [[1, '2']])).status).toBe(201);
  const [stated] = await receipts();
  const credited = await notes();
  expect(stated).toMatchObject({ totalMinor: 10_000 });
  for (const note of credited) expect(inAll(note.taxes)).toBeLessThanOrEqual(note.totalMinor);
  expect(credited.reduce((sum, note) => sum + note.totalMinor, 0)).toBe(10_000);
  expect(byRate(credited)).toEqual(byRate([stated ?? {}]));
  await giveBack(id, [[2, '1']]);
  await nothingLeft();
  await agrees();
});

test('a refund after lines came back has the taxes of what was left', async () => {
  const { owner, sell, giveBack, refund, taxes, notes } = await place();
  const { id } = await sell();
  await owner.post(`/exhibition/bills/${id}/receipts`);
  await giveBack(id, [[2, '1']]);
  await refund(id, '50');
  // The lamp took all tax of 18 % with it.
  expect((await taxes()).find(({ rate }: { rate: number }) => rate === 18)).toMatchObject({ net: '0.00', tax: '0.00' });
  expect((await notes()).at(-1)?.taxes).toMatchObject([{ percent: '5', amountMinor: 238 }]);
});

test.each<[string, (string | [number, string])[]]>([
  ['lines, a part, the rest by lines', [[1, '1'], '10', [2, '1'], 'void']],
  ['a part, lines, a part, a void', ['33.33', [2, '1'], '1.01', [1, '1'], 'void']],
  ['parts alone', ['1', '0.01', '99.99', 'all']],
  [
    'lines alone',
    [
      [1, '1'],
      [1, '1'],
      [2, '1'],
    ],
  ],
  ['a void after lines', [[2, '1'], 'void']],
])('%s: the till and the papers have taken back exactly what was taxed', async (_, steps) => {
  const shop = await place();
  const { id } = await shop.sell({ pay: [{ method: 'card', given: '100.01' }, { method: 'cash' }] });
  await shop.owner.post(`/exhibition/bills/${id}/receipts`);
  for (const step of steps) {
    if (typeof step !== 'string') expect((await shop.giveBack(id, [step])).status).toBe(201);
    else if (step === 'void') await shop.void(id);
    else if (step === 'all') for (const _payment of [1, 2]) await shop.refund(id);
    else await shop.refund(id, step);
  }
  const credited = await shop.notes();
  expect(credited.reduce((sum, note) => sum + note.totalMinor, 0)).toBe(22_500);
  expect(byRate(credited)).toEqual(byRate(await shop.receipts()));
  await shop.nothingLeft();
  await shop.agrees();
});

test('of a bill with lines that are not taxed the till’s report says how much, apart from the rounding, in every state', async () => {
  const { owner, session, refund, giveBack } = await place();
  const untaxed = await openExhibition(owner, { tax_label: null, tax_percent: null });
  const item = async (name: string, price: string, more: object = {}) =>
    (await owner.post('/exhibition/items', { exhibition_id: untaxed.id, name, price, ...more })).body.data.id;
  const lines = [
    { item_id: await item('Book', '33.33') },
    { item_id: await item('Lamp', '99.99', { tax_percent: '18' }) },
  ];
  const added = await owner.post('/exhibition/bills', {
    exhibition_id: untaxed.id,
    lines,
    pay: [{ method: 'card', given: '50.01' }, { method: 'cash' }],
  });
  expect(added.body.data.bill, JSON.stringify(added.body)).toMatchObject({ amount: '133.00', rounding_minor: -32 });
  const report = async () => (await owner.get(`/till/sessions/${session.id}/report`)).body.data;
  const adds = async () => {
    const { by_tax, untaxed: free, rounding, total } = await report();
    const rates = by_tax.flatMap(({ net, tax }: { net: string; tax: string }) => [net, tax]);
    const sum = [...rates, free, rounding].reduce((all, one) => all + Math.round(Number(one) * 100), 0);
    expect(sum).toBe(Math.round(Number(total) * 100));
    return { by_tax, untaxed: free, rounding };
  };
  const whole = { by_tax: [{ rate: 18, net: '84.74', tax: '15.25' }], untaxed: '33.33', rounding: '-0.32' };
  expect(await adds()).toEqual(whole);
  await refund(added.body.data.bill.id, '10');
  await adds();
  expect((await giveBack(added.body.data.bill.id, [[1, '1']])).status).toBe(201);
  await adds();
  await owner.post(`/exhibition/bills/${added.body.data.bill.id}/void`, { reason: 'typo', refund: true });
  expect(await adds()).toMatchObject({ untaxed: '0.00', rounding: '0.00' });
});
