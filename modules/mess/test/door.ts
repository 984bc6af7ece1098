import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { Role } from '../../../kernel/ctx/index.ts';
import { caller, newOrganization, type TestHouse, type TestOrganization } from '../../../test/harness/index.ts';
import { type QueuedScan, type ScanAnswer, type SignedScan, type SyncAnswer, signedText } from '../door-contract.ts';

/** Half past twelve in Kolkata: lunch. */
export const LUNCH = '2026-11-23T07:00:00Z';

export type Pupil = { id: string; qr: string; person_id: string; roll_number: string };

/** A hostel with meals, a cycle and a supervisor's and a steward's tokens, all through the API. */
export async function hostel(house: TestHouse, over: Parameters<typeof newOrganization>[1] = {}) {
  const organization = await newOrganization(house, over);
  const signIn = async (of: TestOrganization, role: Role) => {
    const person = await of.as(role);
    // The tests move the clock by days, and a test's session lasts an hour.
    await house.boot.database.system
      .updateTable('auth_session')
      .set({ expires_at: new Date('2030-01-01') })
      .where('user_id', '=', person.userId)
      .execute();
    return person;
  };
  const admin = await signIn(organization, 'admin');
  const meal = (code: string, name: string, starts: string, ends: string) => ({
    code,
    name,
    starts,
    ends,
    active: true,
  });
  const meals = [meal('lunch', 'Lunch', '12:00', '14:30'), meal('dinner', 'Dinner', '20:00', '00:30')];
  await must(
    house.app.inject({ method: 'PUT', url: '/api/v1/mess/meals', headers: admin.headers, payload: { meals } }),
  );
  const cycle = await admin.post('/mess/cycles', {
    name: 'November',
    starts_on: '2026-11-01',
    ends_on: '2026-11-30',
    price: '3000',
  });
  if (cycle.status !== 201) throw new Error(JSON.stringify(cycle.body));
  return {
    house,
    organization,
    admin,
    signIn: (role: Role) => signIn(organization, role),
    ctx: organization.ctx,
    db: organization.ctx.db,
  };
}

async function must(sending: Promise<{ statusCode: number; body: string }>) {
  const answer = await sending;
  if (answer.statusCode >= 300) throw new Error(answer.body);
}

export type Hostel = Awaited<ReturnType<typeof hostel>>;
let rolls = 0;

/** A student who is approved and has paid, unless told otherwise. */
export async function pupil(at: Hostel, { approve = true, pay = true, notify_meals = false } = {}): Promise<Pupil> {
  const roll_number = `R${++rolls}`;
  const input = { name: `Student ${roll_number}`, roll_number, notify_meals, approve };
  const made = await at.admin.post('/mess/students', input);
  if (made.status !== 201) throw new Error(JSON.stringify(made.body));
  const { id, qr, person_id } = made.body.data;
  if (pay) {
    const paid = await at.admin.post(`/mess/students/${id}/cash`, {});
    if (paid.status >= 300) throw new Error(JSON.stringify(paid.body));
  }
  return { id, qr, person_id, roll_number };
}

/** A staff token handed over, and whoever holds it. */
export async function staffToken(at: Hostel, role: 'steward' | 'supervisor' = 'supervisor', over: object = {}) {
  const valid_until = new Date(at.house.clock.now().getTime() + 30 * 86_400_000).toISOString();
  const made = await at.admin.post('/mess/staff-tokens', { name: `Gate ${role}`, role, valid_until, ...over });
  if (made.status !== 201) throw new Error(JSON.stringify(made.body));
  const { secret, token, url, qr_svg } = made.body.data;
  const scanner = caller(at.house, { headers: { authorization: `Bearer ${secret}` }, userId: '' });
  return { id: token.id as string, secret: secret as string, url: url as string, qr_svg: qr_svg as string, scanner };
}

export type Holder = Awaited<ReturnType<typeof staffToken>>;
let nonces = 0;
export const newNonce = () => `nonce-${process.pid}-${++nonces}`;

/** A scan through the door; the answer as the scanner has it. */
export async function scan(holder: Holder, qr: string, over: object = {}): Promise<ScanAnswer> {
  const answer = await holder.scanner.post('/scanner/scan', { qr, nonce: newNonce(), ...over });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  return answer.body.data;
}

/** A phone with a key of its own, that can queue scans and hand them in. */
export async function phone(at: Hostel, holder: Holder, name = 'Gate 2') {
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const public_key = keys.publicKey.export({ format: 'der', type: 'spki' }).toString('base64url');
  const entered = await holder.scanner.post('/mess/scanner/devices', { name, public_key });
  if (entered.status !== 200) throw new Error(JSON.stringify(entered.body));
  const id = entered.body.data.device.id as string;
  let seq = 0;
  const queue = (over: Partial<Omit<QueuedScan, 'signature'>>): QueuedScan => {
    const device_at = at.house.clock.now().toISOString();
    const scan = { nonce: newNonce(), seq: ++seq, device_at, meal: 'lunch', allowed: true, ...over };
    return { ...scan, signature: signed(keys.privateKey, id, scan) };
  };
  const send = (scans: QueuedScan[], sent_at = at.house.clock.now().toISOString()) =>
    holder.scanner.post('/scanner/sync', { device: id, sent_at, scans });
  const sync = async (scans: QueuedScan[], sent_at?: string): Promise<SyncAnswer> => {
    const answer = await send(scans, sent_at);
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
    return answer.body.data;
  };
  return { id, public_key, queue, send, sync, entered: entered.body.data };
}

export type Phone = Awaited<ReturnType<typeof phone>>;

function signed(key: KeyObject, device: string, scan: SignedScan): string {
  return sign('sha256', Buffer.from(signedText(device, scan)), { key, dsaEncoding: 'ieee-p1363' }).toString(
    'base64url',
  );
}

export const services = (organization: TestOrganization) =>
  organization.ctx.db.selectFrom('mess_service').selectAll().execute();
export const scans = (organization: TestOrganization) =>
  organization.ctx.db.selectFrom('mess_scan').selectAll().orderBy('id').execute();
