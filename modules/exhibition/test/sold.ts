import { expect } from 'vitest';
import { orgOf } from '../../../kernel/ctx/index.ts';
import { verifyLedger } from '../../../kernel/ledger/index.ts';
import { openTill, withDrawer } from '../../../kernel/till/test/factories.ts';
import { openExhibition } from './factories.ts';

/** A till with 1,000 of a person who may refund, and a paid bill: two bowls at 5 %, a lamp at 18 %, 10 % off. */
export async function sold() {
  const place = await withDrawer();
  const { app, organization, owner, drawer } = place;
  const session = await openTill(owner, drawer.id, '1000');
  const exhibition = await openExhibition(owner, { tax_label: 'GST', tax_percent: '5' });
  const item = async (name: string, price: string, more: object = {}) =>
    (await owner.post('/exhibition/items', { exhibition_id: exhibition.id, name, price, ...more })).body.data;
  const bowl = await item('Clay bowl', '75', { stock: '10' });
  const lamp = await item('Brass lamp', '99.99', { tax_percent: '18' });
  const sell = async (more: object = {}) => {
    const added = await owner.post('/exhibition/bills', {
      exhibition_id: exhibition.id,
      lines: [{ item_id: bowl.id, quantity: '2' }, { item_id: lamp.id }],
      discount: { percent: '10' },
      discount_reason: 'Last day',
      pay: [{ method: 'cash' }],
      ...more,
    });
    expect(added.status, JSON.stringify(added.body)).toBe(201);
    return added.body.data.bill as { id: string; code: string; amount: string };
  };
  const { db } = organization.ctx;
  return {
    ...place,
    session,
    exhibition,
    bowl,
    sell,
    db,
    giveBack: (id: string, lines: [number, string][], more: object = {}, by = owner, key?: string) =>
      by.post(
        `/exhibition/bills/${id}/returns`,
        { lines: lines.map(([position, quantity]) => ({ position, quantity })), reason: 'chipped', ...more },
        key ? { 'idempotency-key': key } : undefined,
      ),
    bill: async (id: string) => (await owner.get(`/exhibition/bills/${id}`)).body.data,
    stock: async () => (await owner.get(`/exhibition/items/${bowl.id}`)).body.data.stock,
    taxes: async () => (await owner.get(`/till/sessions/${session.id}/report`)).body.data.by_tax,
    async agrees() {
      const report = await verifyLedger(
        app.boot.database.system,
        orgOf(organization.ctx),
        app.boot.services.ledgerChecks,
      );
      expect(report.faults).toEqual([]);
    },
  };
}
