import { expect, test } from 'vitest';
import { stalls } from '../test/stalls.ts';

test('a stall’s seller prints the receipt of the money that they took, and of no other', async () => {
  const { owner, organization, clay, wool, bowl, scarf, seller, collect } = await stalls();
  const mine = await seller(clay);
  const sell = async (lines: object, more: object = {}) =>
    (await mine.post('/exhibition/bills', { lines: [lines], ...more })).body.data.bill as { id: string };
  const sold = await sell({ item_id: bowl.id, quantity: '2' }, { pay: [{ method: 'cash' }] });
  const at = `/exhibition/bills/${sold.id}/receipt`;
  expect((await mine.get(`${at}/slip`)).body.error.code).toBe('documents.not_found');

  const issued = await mine.post(at);
  expect([issued.status, issued.body.data.total]).toEqual([201, '200.00']);
  expect((await mine.post(at)).body.data.id).toBe(issued.body.data.id);
  const slip = JSON.stringify((await mine.get(`${at}/slip`)).body.data.rows);
  for (const word of [issued.body.data.number, 'Bowl', '200.00']) expect(slip).toContain(word);
  expect(JSON.stringify((await mine.get(`${at}/slip?packing=true`)).body.data.rows)).toContain('2 × Bowl');
  expect((await mine.get(`${at}/pdf?paper=80mm`)).headers['content-type']).toBe('application/pdf');
  const [entry] = await organization.ctx.db
    .selectFrom('audit_entry')
    .select(['actor_id', 'subject_id'])
    .where('action', '=', 'documents.document.issued')
    .execute();
  expect(entry).toEqual({ actor_id: mine.userId, subject_id: sold.id });
  // It is the one that the organizer finds among all documents.
  expect((await owner.get(`/documents/${issued.body.data.id}`)).body.data.number).toBe(issued.body.data.number);

  // A bill of their stall that is open, or that the cash desk took the money for; one of another stall.
  const open = await collect(bowl);
  const refused = async (id: string) => (await mine.post(`/exhibition/bills/${id}/receipt`)).body.error.code;
  expect(await refused(open.id)).toBe('exhibition.document.not_yours');
  await owner.post(`/exhibition/bills/${open.id}/payments`, { pay: [{ method: 'cash' }] });
  expect(await refused(open.id)).toBe('exhibition.document.not_yours');
  await owner.post(`/exhibition/bills/${open.id}/receipts`);
  expect((await mine.get(`/exhibition/bills/${open.id}/receipt/slip`)).status).toBe(403);
  const other = await collect(scarf, { pay: [{ method: 'cash' }] });
  expect(await refused(other.id)).toBe('exhibition.bill.not_found');
  expect(wool.id).toBeTruthy();
  // All other papers stay closed to them.
  for (const path of [`/documents/${issued.body.data.id}/slip`, '/documents'])
    expect([path, (await mine.get(path)).status]).toEqual([path, 403]);
  expect((await mine.post(`/exhibition/bills/${sold.id}/invoices`)).status).toBe(403);
});
