/** What stands on papers, as an organization wrote it: the foot of documents, and the free sentences of others. */
import { beforeAll, expect, test } from 'vitest';
import { emptyText } from '../modules/electricity/empty-text.ts';
import { newMeter, newTariff, supplier } from '../modules/electricity/test/factories.ts';
import { type Paper, receiptRows } from '../modules/exhibition/desk/receipt.rule.ts';
import { openExhibition, register } from '../modules/exhibition/test/factories.ts';
import { openRaffle, reserveNumbers } from '../modules/raffle/test/factories.ts';
import { type Caller, newOrganization, type TestApp, useTestApp } from './harness/index.ts';
import { readPdf } from './harness/pdf.ts';

let app: TestApp;
beforeAll(async () => {
  app = await useTestApp();
});

const write = async ({ headers }: Caller, key: string, text: string | null) => {
  const url = `/api/v1/texts/en/${key}`;
  const answer = await app.http.inject({ method: 'PUT', url, headers, payload: { text } });
  expect(answer.statusCode, answer.body).toBe(200);
};
const FOOT = 'documents.receipt.footer';

async function fair() {
  const organization = await newOrganization(app);
  const admin = await organization.as('admin');
  const exhibition = await openExhibition(admin);
  const sell = async () => {
    const { code } = await register(admin, { exhibition_id: exhibition.id });
    const sold = { amount: '100', description: 'Mugs', pay: [{ method: 'cash' }] };
    const { bill, taken } = (await admin.post(`/exhibition/customers/${code}/bills`, sold)).body.data;
    const print = async () => (await admin.post(`/exhibition/bills/${bill.id}/receipts`)).body.data;
    return { print, payment: taken.payments[0] };
  };
  const textOf = async (id: string, paper = '') =>
    (await readPdf((await admin.get(`/documents/${id}/pdf${paper}`)).raw)).text;
  return { organization, admin, exhibition, sell, textOf };
}

test('the foot of a receipt is on those issued from then on, on sheet and roll, and on no other organization’s', async () => {
  const [one, other] = [await fair(), await fair()];
  const sale = await one.sell();
  const before = await sale.print();
  await write(one.admin, FOOT, 'Thank you!\nGoods are exchanged within 7 days.');
  const receipt = await (await one.sell()).print();
  for (const paper of ['', '?paper=80mm']) {
    const text = await one.textOf(receipt.id, paper);
    expect(text).toContain('Thank you!');
    expect(text).toContain('Goods are exchanged within 7 days.');
  }
  const { rows } = (await one.admin.get(`/documents/${receipt.id}/slip`)).body.data;
  const foot = rows.filter(({ soft }: { soft?: boolean }) => soft).map(({ text }: { text: string }) => text);
  expect(foot.slice(-2)).toEqual(['Thank you!', 'Goods are exchanged within 7 days.']);
  expect(await other.textOf((await (await other.sell()).print()).id)).not.toContain('Thank you!');
  // An issued one is the same paper for ever, and a new foot is no reason to issue a second.
  expect(await sale.print()).toEqual(before);
  expect(await one.textOf(before.id)).not.toContain('Thank you!');
  await write(one.admin, FOOT, null);
  expect(await one.textOf(receipt.id)).toContain('Thank you!');
  expect(await one.textOf((await (await one.sell()).print()).id)).not.toContain('Thank you!');
});

test('a receipt that a desk prints without a network has it, too', async () => {
  const { admin, exhibition } = await fair();
  await write(admin, FOOT, 'Thank you!');
  const { paper } = (await admin.get(`/exhibition/desk/roster?exhibition_id=${exhibition.id}`)).body.data;
  const known: Paper = { ...paper, timeZone: paper.time_zone, taxLabel: '', taxBasisPoints: null, supplyPlace: null };
  const sale = { number: 'R-1', at: new Date(0), party: null, currency: 'INR', description: '', lines: [] };
  const rowsOf = (words: Record<string, string>) =>
    receiptRows({ ...known, words }, { ...sale, roundingMinor: 0, totalMinor: 100 });
  expect(rowsOf(paper.words).slice(-2)).toEqual([{ kind: 'rule' }, { kind: 'text', text: 'Thank you!', soft: true }]);
  // What a desk kept before there was one has none.
  expect(rowsOf({ ...paper.words, footer: '' }).at(-1)).toMatchObject({ kind: 'pair' });
});

test('a credit note says its reason in the organization’s words, and its foot below', async () => {
  const { admin, sell, textOf } = await fair();
  await write(admin, 'documents.exhibition.refund_of', 'Given back of {{reference}}, because: {{reason}}');
  await write(admin, 'documents.credit_note.footer', 'We are sorry.');
  const { print, payment } = await sell();
  await print();
  const reason = 'the bowl came broken';
  expect((await admin.post(`/payments/${payment.id}/refund`, { reason, amount: '30' })).status).toBe(200);
  const [note] = (await admin.get('/documents?filter={"series":"credit_note"}')).body.data;
  expect(await textOf(note.id)).toContain(`Given back of ${payment.reference}, because: ${reason} We are sorry.`);
});

test('a receipt for electricity says today’s words in the reader’s language, also on its page', async () => {
  const { admin, ops, organization } = await supplier(app);
  await newTariff(admin);
  const sold = await ops.post(`/electricity/meters/${(await newMeter(ops)).id}/purchases`, {
    amount: '1780',
    cash: true,
  });
  const path = new URL(sold.body.data.receipt_link).pathname;
  const read = async (language: string) => {
    const headers = { 'accept-language': language };
    const [page, pdf] = await Promise.all([
      app.http.inject({ url: path, headers }),
      app.http.inject({ url: `${path}.pdf`, headers }),
    ]);
    return { page: page.body, pdf: (await readPdf(pdf.rawPayload)).text };
  };
  await write(admin, FOOT, 'Keep this receipt.');
  await write(admin, 'documents.electricity.receipt.genuine', 'Scan me.');
  await write(admin, 'documents.electricity.receipt.genuine_page', 'From {{organization}}, really.');
  const english = await read('en');
  expect(english.pdf).toContain('Scan me. Keep this receipt.');
  expect(english.page).toContain(`From ${organization.name}, really.`);
  const spanish = await read('es');
  expect(spanish.pdf).not.toContain('Keep this receipt.');
  expect(spanish.page).not.toContain('really.');
  await write(admin, 'chat.electricity.balance.until', 'Only until {{day}}!');
  expect(emptyText(organization.ctx, 'en', new Date(app.clock.now().getTime() + 9 * 86_400_000))).toMatch(
    /^Only until /,
  );
});

test('a raffle’s ticket is drawn with the organization’s words, on as many lines as they need', async () => {
  const organization = await newOrganization(app);
  const admin = await organization.as('admin');
  const order = await reserveNumbers(admin, await openRaffle(admin), [7], { confirm: true });
  await admin.post(`/payments/${order.payment?.id}/mark-paid`, { method: 'transfer' });
  const heightOf = async () => {
    const { raw } = await admin.get(`/raffle/orders/${order.code}/ticket.png`);
    // In the head of a PNG (https://www.w3.org/TR/png-3/#11IHDR).
    return raw.readUInt32BE(20);
  };
  const before = await heightOf();
  await write(
    admin,
    'chat.raffle.ticket.check',
    'Show this ticket at the hall on the evening of the draw. '.repeat(2).trim(),
  );
  expect(await heightOf()).toBe(before + 38);
});
