import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestHouse, useHouse } from '../../../test/harness/index.ts';
import { sign } from '../scanner/engine/identity.ts';
import { type Hostel, hostel, LUNCH, type Pupil, pupil, scans, services, staffToken } from './door.ts';
import { scannerOn } from './scanner-phone.ts';

/** What is left on a scanner's disk, for whoever takes the phone. */

let house: TestHouse;
let at: Hostel;
let asha: Pupil;
beforeAll(async () => {
  house = await useHouse();
});
beforeEach(async () => {
  house.clock.set(LUNCH);
  at = await hostel(house);
  asha = await pupil(at);
});
afterAll(() => house.clock.reset());

describe('a scanner', () => {
  it('keeps nothing on its disk from which a code or a token can be had: not in the queue, the roster, or the session', async () => {
    const token = await staffToken(at, 'supervisor');
    const { door, network, store } = await scannerOn(house, token.secret);
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
      // Neither as text nor its signature as bytes, whole or in part.
      const signature = Buffer.from(code, 'base64url').subarray(41);
      for (const part of [code, code.slice(56), code.slice(-20), signature.toString('base64url')])
        expect(disk).not.toContain(part);
      expect(disk).not.toContain(JSON.stringify(signature.subarray(0, 24).toString('latin1')).slice(1, -1));
    }
    for (const secret of ['cfm_', 'cfs_', token.secret.slice(36), 'a leaflet']) expect(disk).not.toContain(secret);
    // What was sealed counts as what was shown.
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

  it('from a version before, which kept token and codes, gives them up and hands in what it had', async () => {
    const token = await staffToken(at, 'steward');
    const { door, store, network, restart } = await scannerOn(house, token.secret);
    network.up = false;
    const [session] = await store.sessions();
    if (!session || 'secret' in session) throw new Error('no session');
    const { organization: _, link: __, ...rest } = session;
    await store.saveSession({ ...rest, secret: token.secret } as never);
    const old = {
      nonce: randomUUID(),
      seq: await store.nextSeq(session.id),
      allowed: true,
      meal: 'lunch',
      qr: asha.qr,
    };
    const scan = { ...old, device_at: house.clock.now().toISOString() };
    await store.enqueue(session.id, await sign(session.keys, session.id, scan));
    expect(door.state.phase).toBe('ready');
    const again = await restart();
    expect(store.dump()).not.toContain(token.secret);
    network.up = true;
    await again.refresh();
    expect(again.state).toMatchObject({ phase: 'ready', queued: 0 });
    expect(await services(at.organization)).toMatchObject([{ student_id: asha.id }]);
    // The same link is this phone's own, and asks for no name.
    await again.begin(token.secret);
    expect(again.state.phase).toBe('ready');
  });

  it('goes on when its hour is over, and its clock is wrong', async () => {
    const { door, network } = await scannerOn(house, (await staffToken(at, 'steward')).secret, { clockMs: -7_200_000 });
    house.clock.advance(3_000_000);
    await door.scan(asha.qr);
    expect(door.state.verdict).toMatchObject({ allowed: true, offline: false });
    house.clock.advance(7_200_000);
    await door.refresh();
    expect(door.state).toMatchObject({ phase: 'ready', online: true });
    expect(network.requests.filter((path) => path === '/session').length).toBeGreaterThan(1);
  });
});
