import { expect, test } from 'vitest';
import { caller, newOrganization, useTestApp } from '../../../test/harness/index.ts';
import { visitor } from '../../../test/harness/people.ts';
import { openExhibition } from '../test/factories.ts';

async function place() {
  const app = await useTestApp();
  const organization = await newOrganization(app);
  const [owner, ops] = [await organization.as('owner'), await organization.as('ops')];
  await owner.patch('/settings/payments', { pay_to: 'fair@okbank' });
  const exhibition = await openExhibition(owner);
  const made = await owner.post('/devices', { kind: 'exhibition.display', name: 'Desk 1' });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  const { device, code, url } = made.body.data;
  expect(url).toContain('/display/#code=');
  const enrolled = await visitor(app).post('/devices/enrol', { code });
  const { token } = enrolled.body.data;
  const screen = caller(app, { headers: { authorization: `Bearer ${token}` }, userId: '' });
  const see = () => screen.get('/exhibition/display');
  const show = (body: object, by = ops) => by.post(`/exhibition/displays/${device.id}`, body);
  return { app, organization, owner, ops, exhibition, device, screen, see, show };
}

test('a screen shows the sale that its desk has in hand, and then nothing of it', async () => {
  const { app, ops, device, see, show } = await place();
  expect((await see()).body.data).toMatchObject({ state: 'idle', lines: [] });
  expect((await ops.get('/exhibition/displays')).body.data).toMatchObject([{ id: device.id, name: 'Desk 1' }]);
  const lines = [{ name: 'Clay bowl', quantity: '2', amount: '150.00' }];
  expect((await show({ state: 'sale', currency: 'INR', lines, total: '150.00' })).status).toBe(200);
  expect((await see()).body.data).toMatchObject({ state: 'sale', lines, total: '150.00', due: null });
  await show({ state: 'paid', change: '50.00' });
  expect((await see()).body.data).toMatchObject({ state: 'paid', change: '50.00', lines: [], total: null });
  app.clock.set(new Date(app.clock.now().getTime() + 11 * 60_000));
  expect((await see()).body.data).toMatchObject({ state: 'idle' });
  app.clock.reset();
});

test('the code has amount and reference, and turns green by the bill, not by what the desk says', async () => {
  const { owner, ops, exhibition, see, show } = await place();
  const sold = await ops.post('/exhibition/bills', { exhibition_id: exhibition.id, amount: '80' });
  const { id } = sold.body.data.bill;
  const link = (await ops.post(`/exhibition/bills/${id}/link`)).body.data;
  await show({ state: 'code', bill_id: id, due: '1.00' });
  expect((await see()).body.data).toMatchObject({
    state: 'code',
    due: '80.00',
    reference: link.reference,
    qr_svg: link.qr_svg,
  });
  await owner.post(`/payments/${link.payment_id}/mark-paid`, { method: 'transfer' });
  expect((await see()).body.data).toMatchObject({ state: 'paid', qr_svg: null });
});

test('a screen may do nothing else, nobody else may read it, and an ended one sees nothing', async () => {
  const { app, organization, owner, ops, device, screen, show } = await place();
  for (const path of ['/exhibition/bills', '/exhibition/customers', '/exhibition/displays', '/exhibition/sales'])
    expect((await screen.get(path)).status, path).toBe(403);
  expect((await owner.get('/exhibition/display')).status).toBe(403);
  expect((await show({ state: 'idle' }, await organization.as('viewer'))).status).toBe(403);
  const other = await newOrganization(app);
  expect((await show({ state: 'idle' }, await other.as('owner'))).status).toBe(404);
  const many = Array.from({ length: 101 }, () => ({ name: 'x', quantity: '1', amount: '1' }));
  expect((await show({ state: 'sale', lines: many })).status).toBe(400);
  await owner.post(`/devices/${device.id}/revoke`);
  expect((await screen.get('/exhibition/display')).status).toBe(401);
  expect((await show({ state: 'idle' }, ops)).body.error.code).toBe('exhibition.display.not_found');
  expect((await ops.get('/exhibition/displays')).body.data).toEqual([]);
});

test('the settings say whether a screen sounds and what colour it has; else it has the organization’s', async () => {
  const { app, owner, ops, see, show } = await place();
  expect((await see()).body.data).toMatchObject({ colour: null, sound: false });
  await owner.patch('/settings/branding', { colour: '#1f4b6e' });
  expect((await see()).body.data).toMatchObject({ colour: '#1f4b6e', sound: false });
  const set = (values: object, by = owner) => by.patch('/settings/exhibition', values);
  for (const [colour, fault] of [
    ['#ffee88', 'White text can’t'],
    ['green', 'Write the colour as'],
  ]) {
    const refused = await set({ display_colour: colour, display_sound: true });
    expect(refused.status, JSON.stringify(refused.body)).toBe(422);
    expect(refused.body.error.fields.display_colour.replace("'", '’')).toContain(fault);
  }
  expect((await set({ display_sound: true }, ops)).status).toBe(403);
  // All or nothing: neither was changed.
  expect((await see()).body.data).toMatchObject({ colour: '#1f4b6e', sound: false });
  expect((await set({ display_colour: '#7a1f5c', display_sound: true })).status).toBe(200);
  const [entry] = (await owner.get('/audit-entries?filter={"action":"settings.changed"}')).body.data;
  expect(JSON.stringify(entry)).toContain('display_colour');
  await show({ state: 'sale', lines: [], total: '1.00' });
  expect((await see()).body.data).toMatchObject({ state: 'sale', brand: null, colour: '#7a1f5c', sound: true });
  await set({ display_colour: null, display_sound: null });
  expect((await see()).body.data).toMatchObject({ colour: '#1f4b6e', sound: false });
  app.clock.reset();
});
