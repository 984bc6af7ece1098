import { expect } from 'vitest';
import { orgOf } from '../../../kernel/ctx/index.ts';
import { verifyLedger } from '../../../kernel/ledger/index.ts';
import { openTill, withDrawer } from '../../../kernel/till/test/factories.ts';
import { openExhibition, register } from './factories.ts';

/** A fair with two stalls (10 % and 12.5 %), each with an item and its seller, and a cash desk of the house with a till. */
export async function stalls() {
  const place = await withDrawer();
  const { app, organization, owner, drawer } = place;
  const session = await openTill(owner, drawer.id, '1000');
  const exhibition = await openExhibition(owner, { tax_label: 'GST', tax_percent: '5' });
  const added = async (path: string, body: object) => {
    const { status, body: answer } = await owner.post(path, { exhibition_id: exhibition.id, ...body });
    expect(status, JSON.stringify(answer)).toBe(201);
    return answer.data;
  };
  const box = (await owner.post('/till/drawers', { name: 'Box of A1' })).body.data;
  const clay = await added('/exhibition/stalls', { code: 'A1', name: 'Clay & Co', commission_percent: '10' });
  const drawn = await owner.patch(`/exhibition/stalls/${clay.id}`, { drawer_id: box.id });
  expect(drawn.status, JSON.stringify(drawn.body)).toBe(200);
  const wool = await added('/exhibition/stalls', { code: 'B2', name: 'Wool', commission_percent: '12.5' });
  const bowl = await added('/exhibition/items', { name: 'Bowl', price: '100', stall_id: clay.id, code: '1' });
  const scarf = await added('/exhibition/items', { name: 'Scarf', price: '200', stall_id: wool.id, code: '1' });
  const tea = await added('/exhibition/items', { name: 'Tea', price: '20', code: '1' });
  const seller = async (stall: { id: string }, role: 'admin' | 'ops' | 'viewer' = 'ops') => {
    const person = await organization.as(role);
    const limit = { kind: 'exhibition.stall', id: stall.id };
    expect((await owner.patch(`/members/${person.userId}`, { limit })).status).toBe(200);
    return person;
  };
  const customer = await register(owner, { exhibition_id: exhibition.id });
  const collect = async (item: { id: string; stall_id: string | null }, more: object = {}) => {
    const made = await owner.post(`/exhibition/customers/${customer.code}/bills`, {
      exhibition_id: exhibition.id,
      ...(item.stall_id && { stall_id: item.stall_id }),
      lines: [{ item_id: item.id }],
      ...more,
    });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    return made.body.data.bill as { id: string; code: string; due: string };
  };
  return {
    ...place,
    session,
    exhibition,
    box,
    clay,
    wool,
    bowl,
    scarf,
    tea,
    seller,
    customer,
    collect,
    db: organization.ctx.db,
    async agrees() {
      const { system } = app.boot.database;
      const report = await verifyLedger(system, orgOf(organization.ctx), app.boot.services.ledgerChecks);
      expect(report.faults).toEqual([]);
    },
  };
}
