import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eventually, type TestApp, useTestApp } from '../../../test/harness/index.ts';
import { type Hostel, hostel, LUNCH, newNonce, phone, pupil, scan, scannerAt, scans, services } from '../test/door.ts';

let app: TestApp;
let at: Hostel;
beforeAll(async () => {
  app = await useTestApp();
});
beforeEach(async () => {
  app.clock.set(LUNCH);
  at = await hostel(app);
});
afterAll(() => app.clock.reset());

const DAY = 86_400_000;
/** The day in the id, which decides the month. */
const dayOf = (id: string) =>
  new Date(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)).toISOString().slice(0, 10);
const nonces = async () =>
  (await at.organization.ctx.db.selectFrom('mess_scan_key').select('nonce').execute()).map(({ nonce }) => nonce);

describe('scans, month by month', () => {
  it('sent again in the next month is the same scan', async () => {
    const gate = await scannerAt(at);
    const asha = await pupil(at);
    const nonce = newNonce();
    const first = await scan(gate, asha.qr, { nonce });
    app.clock.advance(9 * DAY);
    expect(await scan(gate, asha.qr, { nonce })).toMatchObject({ scan_id: first.scan_id, allowed: true, at: first.at });
    expect(await scans(at.organization)).toHaveLength(1);
    expect(await nonces()).toEqual([nonce]);
  });

  it('without a network lies in the month in which it was made, and reports find it by its day', async () => {
    const gate = await phone(at);
    app.clock.set(new Date('2026-11-30T07:30:00Z'));
    const queue = [gate.queue({ qr: 'no code', allowed: false, reason: 'bad_code' })];
    app.clock.set(new Date('2026-12-01T07:30:00Z'));
    const later = gate.queue({ qr: 'no code either', allowed: false, reason: 'bad_code' });
    expect((await gate.sync([...queue, later])).results.map(({ state }) => state)).toEqual(['kept', 'kept']);
    expect((await gate.sync(queue)).results.map(({ state }) => state)).toEqual(['known']);
    expect((await scans(at.organization)).map(({ id }) => dayOf(id))).toEqual(['2026-11-30', '2026-12-01']);
    const report = await at.admin.get('/mess/reports/scans?from=2026-11-30&to=2026-11-30');
    expect(report.body.data).toMatchObject({ refused: 1, reasons: [{ reason: 'bad_code', count: 1 }] });
    const listed = await at.admin.get(`/mess/scans?filter=${JSON.stringify({ service_on: '2026-11-30' })}`);
    expect(listed.body.data).toMatchObject([{ service_on: '2026-11-30' }]);
  });

  it('whose nonce another student gets at the same moment serves no meal without a scan', async () => {
    const gate = await scannerAt(at);
    const [asha, ravi] = [await pupil(at), await pupil(at)];
    const first = await scan(gate, asha.qr);
    const nonce = newNonce();
    const { system } = app.boot.database;
    // Another connection writes the nonce for Asha's scan, and has not committed yet.
    const other = await system.startTransaction().execute();
    await other
      .updateTable('mess_scan_key')
      .set({ nonce })
      .where('organization_id', '=', at.organization.id)
      .where('id', '=', first.scan_id as string)
      .execute();
    const { rows: own } = await sql<{ id: string }>`select pg_current_xact_id()::xid::text as id`.execute(other);
    const late = gate.scanner.post('/mess/scanner/scan', { qr: ravi.qr, nonce });
    await eventually(async () => {
      const { rows } = await sql`select from pg_locks where not granted and transactionid = ${own[0]?.id}::xid`.execute(
        system,
      );
      return rows.length > 0;
    }, 'the scan to wait');
    await other.commit().execute();
    expect(await late).toMatchObject({ status: 409, body: { error: { code: 'mess.scan.nonce_used' } } });
    expect(await services(at.organization)).toMatchObject([{ student_id: asha.id }]);
    expect(await scan(gate, ravi.qr)).toMatchObject({ allowed: true });
  });

  it('with one nonce from two phones at the same moment is one scan', async () => {
    const phones = [await phone(at), await phone(at), await phone(at)];
    const pupils = [await pupil(at), await pupil(at), await pupil(at)];
    const nonce = newNonce();
    const queues = phones.map((one, i) => [
      one.queue({ nonce, qr: pupils[i]?.qr }),
      one.queue({ qr: 'no code', allowed: false, reason: 'bad_code' }),
    ]);
    await Promise.all(phones.map((one, i) => one.sync(queues[i] ?? [])));
    const stored = await scans(at.organization);
    expect(stored.filter((one) => one.nonce === nonce)).toHaveLength(1);
    expect(stored).toHaveLength(4);
    expect((await nonces()).sort()).toEqual(stored.map((one) => one.nonce).sort());
    expect((await services(at.organization)).length).toBeGreaterThan(0);
  });
});
