import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { Role } from '../../../kernel/ctx/index.ts';
import { sessionText } from '../../../kernel/devices/contract.ts';
import { caller, newOrganization, type TestApp, type TestOrganization } from '../../../test/harness/index.ts';
import { visitor } from '../../../test/harness/people.ts';
import { type QueuedScan, type ScanAnswer, type SignedScan, type SyncAnswer, signedText } from '../door/contract.ts';

/** Half past twelve in Kolkata: lunch. */
export const LUNCH = '2026-11-23T07:00:00Z';

export type Pupil = { id: string; qr: string; person_id: string; roll_number: string };

/** A hostel with meals and a cycle, all through the API. */
export async function hostel(app: TestApp, over: Parameters<typeof newOrganization>[1] = {}) {
  const organization = await newOrganization(app, over);
  const signIn = async (of: TestOrganization, role: Role) => {
    const person = await of.as(role);
    // The tests move the clock by days, and a test's session lasts an hour.
    await app.boot.database.system
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
  await must(app.http.inject({ method: 'PUT', url: '/api/v1/mess/meals', headers: admin.headers, payload: { meals } }));
  const cycle = await admin.post('/mess/cycles', {
    name: 'November',
    starts_on: '2026-11-01',
    ends_on: '2026-11-30',
    price: '3000',
  });
  if (cycle.status !== 201) throw new Error(JSON.stringify(cycle.body));
  return {
    app,
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

/** A scanner with a lasting token, as another program is one, enrolled by the code that the office made. */
export async function scannerAt(at: Hostel, role: 'steward' | 'supervisor' = 'supervisor', over: object = {}) {
  const { id, name, code, url, qr_svg } = await addScanner(at, role, over);
  const enrolled = await stranger(at).post('/devices/enrol', { code });
  if (enrolled.status !== 200) throw new Error(JSON.stringify(enrolled.body));
  const token = enrolled.body.data.token as string;
  const scanner = caller(at.app, { headers: { authorization: `Bearer ${token}` }, userId: '' });
  return { id, name, role, token, url, qr_svg, scanner };
}

let added = 0;
/** A scanner that the office has added and no phone has enrolled yet. */
export async function addScanner(at: Hostel, role: 'steward' | 'supervisor' = 'supervisor', over: object = {}) {
  const kind = role === 'supervisor' ? 'mess.supervisor' : 'mess.scanner';
  const valid_until = new Date(at.app.clock.now().getTime() + 30 * 86_400_000).toISOString();
  const made = await at.admin.post('/devices', { kind, name: `Gate ${role} ${++added}`, valid_until, ...over });
  if (made.status !== 201) throw new Error(JSON.stringify(made.body));
  const { device, code, url, qr_svg } = made.body.data;
  return { id: device.id as string, name: device.name as string, code: code as string, url: url as string, qr_svg };
}

/** Each request from its own address, because unauthenticated requests are limited by address. */
const stranger = (at: Hostel) => visitor(at.app);
/** The office ends a scanner. */
export const endScanner = (at: Hostel, id: string) => at.admin.post(`/devices/${id}/revoke`);

export type Holder = Pick<Awaited<ReturnType<typeof scannerAt>>, 'id' | 'role' | 'scanner'>;
let nonces = 0;
export const newNonce = () => `nonce-${process.pid}-${++nonces}`;

/** Sends a scan; returns the answer as the scanner gets it. */
export async function scan(holder: Holder, qr: string, over: object = {}): Promise<ScanAnswer> {
  const answer = await holder.scanner.post('/scanner/scan', { qr, nonce: newNonce(), ...over });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  return answer.body.data;
}

/** A phone with its own key that can queue and upload scans, as the scanner's page does. */
export async function phone(at: Hostel, role: 'steward' | 'supervisor' = 'steward', name?: string) {
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const public_key = keys.publicKey.export({ format: 'der', type: 'spki' }).toString('base64url');
  const { id, code } = await addScanner(at, role, name ? { name } : {});
  const enrolled = await stranger(at).post('/devices/enrol', { code, public_key });
  if (enrolled.status !== 200) throw new Error(JSON.stringify(enrolled.body));
  let given = { token: '', until: 0 };
  /** Its bearer token, renewed once an hour. */
  const bearer = async () => {
    const now = at.app.clock.now().getTime();
    if (now < given.until) return given.token;
    const { challenge } = (await stranger(at).post('/devices/challenge')).body.data;
    const text = Buffer.from(sessionText(at.organization.id, id, challenge));
    const signature = sign('sha256', text, { key: keys.privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url');
    const asked = { organization: at.organization.id, device: id, challenge, signature };
    const answer = await stranger(at).post('/devices/session', asked);
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
    given = { token: answer.body.data.token, until: now + 3_000_000 };
    return given.token;
  };
  const headers = async () => ({ authorization: `Bearer ${await bearer()}` });
  const scanner = caller(at.app, { headers: {}, userId: '' });
  const own = {
    ...scanner,
    get: async (path: string, more = {}) => scanner.get(path, { ...(await headers()), ...more }),
    post: async (path: string, body?: unknown, more = {}) =>
      scanner.post(path, body, { ...(await headers()), ...more }),
  };
  let seq = 0;
  const queue = (over: Partial<Omit<QueuedScan, 'signature'>>): QueuedScan => {
    const device_at = at.app.clock.now().toISOString();
    const scan = { nonce: newNonce(), seq: ++seq, device_at, meal: 'lunch', allowed: true, ...over };
    return { ...scan, signature: signed(keys.privateKey, id, scan) };
  };
  const send = (scans: QueuedScan[], sent_at = at.app.clock.now().toISOString()) =>
    own.post('/scanner/sync', { device: id, sent_at, scans });
  const sync = async (scans: QueuedScan[], sent_at?: string): Promise<SyncAnswer> => {
    const answer = await send(scans, sent_at);
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
    return answer.body.data;
  };
  return { id, role, public_key, bearer, scanner: own, queue, send, sync };
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
