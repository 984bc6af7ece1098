import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestApp, useTestApp } from '../../../test/harness/index.ts';
import { addScanner, type Hostel, hostel, LUNCH, type Pupil, pupil, scans, services } from '../test/door.ts';
import { scannerOn } from '../test/scanner-phone.ts';

/** What a thief of the phone finds on a scanner's disk. */

let app: TestApp;
let at: Hostel;
let asha: Pupil;
beforeAll(async () => {
  app = await useTestApp();
});
beforeEach(async () => {
  app.clock.set(LUNCH);
  at = await hostel(app);
  asha = await pupil(at);
});
afterAll(() => app.clock.reset());

describe('a scanner', () => {
  it('stores nothing that reveals a code or a token: not in the queue, the roster, or the session', async () => {
    const added = await addScanner(at, 'supervisor');
    const { door, network, store } = await scannerOn(app, added.code);
    const ravi = await pupil(at, { pay: false });
    await door.scan(asha.qr);
    network.up = false;
    await door.scan(ravi.qr);
    await door.admit(ravi.id, 'Paid this morning');
    const fresh = await pupil(at);
    await door.scan(fresh.qr);
    await door.scan('a leaflet with something on it');
    expect(door.state.queued).toBe(4);
    const disk = store.dump();
    expect(disk.length).toBeGreaterThan(2000);
    for (const { qr } of [asha, ravi, fresh]) {
      const code = qr.split('/c/')[1] ?? qr;
      // Neither the text nor the bytes of its signature, whole or in part.
      const signature = Buffer.from(code, 'base64url').subarray(41);
      for (const part of [code, code.slice(56), code.slice(-20), signature.toString('base64url')])
        expect(disk).not.toContain(part);
      expect(disk).not.toContain(JSON.stringify(signature.subarray(0, 24).toString('latin1')).slice(1, -1));
    }
    for (const secret of ['cfd_', added.code, added.code.replaceAll('-', ''), 'a leaflet'])
      expect(disk).not.toContain(secret);
    // The encrypted code counts as the code that was shown.
    network.up = true;
    await door.refresh();
    const kept = await scans(at.organization);
    const hash = createHash('sha256').update(ravi.qr).digest();
    expect(kept.map(({ student_id, code_hash }) => [student_id, code_hash?.equals(hash) ?? null])).toEqual([
      [asha.id, false],
      [ravi.id, true],
      [ravi.id, null],
      [fresh.id, false],
      [null, false],
    ]);
    expect(await services(at.organization)).toHaveLength(2);
  });

  it('opens its own link again without a question, and is the same scanner', async () => {
    const added = await addScanner(at, 'steward');
    const { store, restart } = await scannerOn(app, added.code);
    const [session] = await store.sessions();
    const again = await restart();
    await again.begin(added.code);
    expect(again.state).toMatchObject({ phase: 'ready', session: { id: session?.id } });
  });

  it('whose first answer was lost is set up by the same link, and whose was used by another phone is not', async () => {
    const added = await addScanner(at, 'steward');
    const { door, network } = await scannerOn(app, added.code, {
      prepare: (line) => {
        line.losing = (url) => url.endsWith('/devices/enrol');
      },
    });
    expect(door.state).toMatchObject({ phase: 'link', fault: { code: 'network' } });
    network.losing = null;
    await door.enter();
    expect(door.state).toMatchObject({ phase: 'ready', roster: { count: 1 } });
    const other = await scannerOn(app, added.code);
    expect(other.door.state).toMatchObject({ phase: 'link', fault: { code: 'devices.code_wrong' } });
    expect(await other.store.waiting()).toBeNull();
  });

  it('continues when its token has expired and its clock is wrong', async () => {
    const { door, network } = await scannerOn(app, (await addScanner(at, 'steward')).code, { clockMs: -7_200_000 });
    app.clock.advance(3_000_000);
    await door.scan(asha.qr);
    expect(door.state.verdict).toMatchObject({ allowed: true, offline: false });
    app.clock.advance(7_200_000);
    await door.refresh();
    expect(door.state).toMatchObject({ phase: 'ready', online: true });
    expect(network.requests.filter((path) => path === '/devices/session').length).toBeGreaterThan(1);
  });
});
