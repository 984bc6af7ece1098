import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { findCredential, tokensIn } from '../../../kernel/credentials/index.ts';
import { TIMEOUT_MS } from '../../../kernel/scanner/public/engine.ts';
import { type TestApp, useTestApp } from '../../../test/harness/index.ts';
import { LIFE_MS, stepsFrom } from '../codes/changing-code.rule.ts';
import { bytesOf, CHANGING } from '../codes/changing-token.rule.ts';
import { STUDENT } from '../names.ts';
import {
  addScanner,
  endScanner,
  type Hostel,
  hostel,
  LUNCH,
  type Pupil,
  pupil,
  scans,
  services,
} from '../test/door.ts';
import { scannerOn } from '../test/scanner-phone.ts';
import { PART } from './scanner/engine/upload.ts';

/** The scanner's engine against the real server: everything but the pages and the browser's storage. */

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

const steward = async () => scannerOn(app, (await addScanner(at, 'steward')).code);

describe('the scanner', () => {
  it('asks the server while it can, and judges by its roster when it can’t', async () => {
    const { door, network } = await steward();
    expect(door.state).toMatchObject({ phase: 'ready', online: true, roster: { count: 1, stale: false }, queued: 0 });
    await door.scan(asha.qr);
    expect(door.state.verdict).toMatchObject({ allowed: true, offline: false, served: 1, student: { id: asha.id } });
    network.up = false;
    await door.scan(asha.qr);
    // Served a moment ago, after the roster was made.
    expect(door.state.verdict).toMatchObject({ allowed: false, offline: true, reason: 'already_served', served: 1 });
    const ravi = await pupil(at);
    await door.scan(ravi.qr);
    expect(door.state.verdict).toMatchObject({ allowed: false, reason: 'bad_code' });
    network.up = true;
    await door.refresh();
    expect(door.state).toMatchObject({ online: true, queued: 0, roster: { count: 2 } });
    network.up = false;
    await door.scan(ravi.qr);
    expect(door.state.verdict).toMatchObject({ allowed: true, offline: true, served: 2, student: null });
    network.up = true;
    await door.refresh();
    expect(await services(at.organization)).toHaveLength(2);
    expect((await scans(at.organization)).map(({ allowed, offline, settle }) => [allowed, offline, settle])).toEqual([
      [true, false, null],
      [false, true, null],
      [false, true, null],
      [true, true, null],
    ]);
  });

  it('whose answer was lost uploads the same scan again, which is stored once', async () => {
    const { door, network } = await steward();
    network.losing = (url) => url.endsWith('/scan');
    await door.scan(asha.qr);
    expect(door.state).toMatchObject({ online: false, queued: 1, verdict: { allowed: true, offline: true } });
    await door.refresh();
    expect(door.state).toMatchObject({ online: true, queued: 0 });
    expect(await scans(at.organization)).toMatchObject([{ allowed: true, offline: false, settle: null }]);
    expect(await services(at.organization)).toHaveLength(1);
  });

  it('on a slow network answers by its roster in time, and the server’s late answer replaces it', async () => {
    const { door, network } = await steward();
    await at.admin.post(`/mess/students/${asha.id}/suspend`, { reason: 'Books not returned' });
    network.slowMs = TIMEOUT_MS + 700;
    await door.scan(asha.qr);
    // In the roster of a minute ago she is approved.
    expect(door.state).toMatchObject({ online: false, queued: 1, verdict: { allowed: true, offline: true } });
    await expect.poll(() => door.state.queued, { timeout: 5000 }).toBe(0);
    await expect.poll(() => door.state.verdict, { timeout: 5000 }).toMatchObject({ allowed: false, reason: 'refused' });
    network.slowMs = 0;
    await door.refresh();
    expect(await scans(at.organization)).toMatchObject([{ allowed: false, reason: 'not_approved', offline: false }]);
  });

  it('with 3,000 queued scans and an upload that is cut off twice drops none and repeats none', async () => {
    const { door, store, network, restart } = await steward();
    network.up = false;
    await door.scan(asha.qr);
    for (let i = 1; i < 3000; i++) await door.scan(`no code ${i}`);
    expect(door.state.queued).toBe(3000);
    network.up = true;
    // The third batch arrives and its answer is lost; later the fifth doesn't arrive at all.
    let parts = 0;
    network.losing = (url) => url.endsWith('/sync') && ++parts === 3;
    await door.refresh();
    expect(door.state.queued).toBe(3000 - 2 * PART);
    parts = 0;
    network.losing = (url) => {
      if (url.endsWith('/sync') && ++parts === 4) network.up = false;
      return false;
    };
    await door.refresh();
    expect(door.state.queued).toBe(3000 - 6 * PART);
    // The phone was switched off in between.
    network.losing = null;
    network.up = true;
    const again = await restart();
    await again.refresh();
    expect(again.state.queued).toBe(0);
    const [session] = await store.sessions();
    const all = await scans(at.organization);
    expect(all).toHaveLength(3000);
    const bySeq = all.sort((a, b) => (a.seq ?? 0) - (b.seq ?? 0));
    expect(bySeq.map(({ seq }) => seq)).toEqual(Array.from({ length: 3000 }, (_, i) => i + 1));
    expect(all.every(({ device_id, settle }) => device_id === session?.id && settle === null)).toBe(true);
    expect(await services(at.organization)).toHaveLength(1);
  });

  it('refuses offline what the server refuses: cut off, forged, another hostel’s, an older code', async () => {
    const elsewhere = await pupil(await hostel(app));
    const ravi = await pupil(at);
    await at.admin.post('/mess/students/bulk-codes', { ids: [asha.id, ravi.id], renew: true });
    const { door, network } = await steward();
    network.up = false;
    const fresh = (await at.admin.get(`/mess/students/${asha.id}`)).body.data.qr as string;
    for (const qr of [fresh.slice(0, -9), fresh.replace(/.{8}$/, 'AAAAAAAA'), elsewhere.qr, asha.qr, ravi.qr]) {
      await door.scan(qr);
      expect(door.state.verdict).toMatchObject({ allowed: false, reason: 'bad_code', offline: true });
    }
    // A photographed code works for the first person who shows it.
    await door.scan(fresh);
    expect(door.state.verdict).toMatchObject({ allowed: true });
    await door.scan(fresh);
    expect(door.state.verdict).toMatchObject({ allowed: false, reason: 'already_served' });
  });

  it('takes a changing code in its half minute only, and no fixed code of a student with a changing one', async () => {
    await at.admin.patch(`/mess/students/${asha.id}`, { changing_code: true });
    const credential = await findCredential(at.ctx, { subjectType: STUDENT, subjectId: asha.id });
    const [step] = stepsFrom(app.clock.now(), 1);
    if (!credential || !step) throw new Error('no code');
    const [now] = await tokensIn(CHANGING, at.ctx, credential, [bytesOf(step.until)]);
    const { door, network } = await steward();
    network.up = false;
    await door.scan(asha.qr);
    expect(door.state.verdict).toMatchObject({ allowed: false, reason: 'bad_code' });
    app.clock.advance(LIFE_MS);
    await door.scan(now as string);
    expect(door.state.verdict).toMatchObject({ allowed: false, reason: 'bad_code' });
    app.clock.advance(-LIFE_MS);
    await door.scan(now as string);
    expect(door.state.verdict).toMatchObject({ allowed: true, offline: true });
  });

  it('does what the office allows once its roster is too old', async () => {
    const { door, network } = await steward();
    const device = door.state.session?.id as string;
    const policy = async (stale_policy: string) => {
      network.up = true;
      await at.admin.patch(`/mess/scanners/${device}`, { stale_policy, stale_minutes: 30 });
      await door.refresh();
      network.up = false;
      app.clock.advance(29 * 60_000);
      await door.look();
      expect(door.state.roster?.stale).toBe(false);
      app.clock.advance(60_000);
      await door.scan(asha.qr);
      expect(door.state.roster?.stale).toBe(true);
      return door.state.verdict;
    };
    expect(await policy('refuse')).toMatchObject({ allowed: false, reason: 'stale_roster' });
    expect(await policy('supervisor')).toMatchObject({ allowed: false, reason: 'stale_roster' });
    expect(await policy('warn')).toMatchObject({ allowed: true });
  });

  it('shows a supervisor the reason, and a steward only that there is one', async () => {
    const ravi = await pupil(at, { pay: false });
    const [low, high] = [await steward(), await scannerOn(app, (await addScanner(at, 'supervisor')).code)];
    for (const { door, network } of [low, high]) {
      network.up = false;
      await door.scan(ravi.qr);
    }
    expect(low.door.state.verdict?.reason).toBe('refused');
    expect(high.door.state.verdict).toMatchObject({ reason: 'not_paid', studentId: ravi.id });
    await high.door.admit(ravi.id, 'Paid this morning');
    expect(high.door.state.verdict).toMatchObject({ allowed: true, byHand: true, offline: true });
    await high.door.admit(ravi.id, 'Paid this morning');
    expect(high.door.state.verdict).toMatchObject({ allowed: false, reason: 'already_served' });
    high.network.up = true;
    await high.door.refresh();
    const kept = await scans(at.organization);
    expect(kept.filter(({ allowed }) => allowed)).toMatchObject([
      { by_hand_reason: 'Paid this morning', settle: null },
    ]);
    // The reason itself is stored, whoever saw it.
    low.network.up = true;
    await low.door.refresh();
    expect((await scans(at.organization)).filter(({ reason }) => reason === 'not_paid')).toHaveLength(2);
  });

  it('with a clock an hour fast judges by the right time, and is corrected at the upload', async () => {
    const token = await addScanner(at, 'steward');
    // This phone shows half past one; the true time is half past twelve. A quarter of an hour before lunch ends, the
    // phone's own clock is already past the end.
    const { door, network } = await scannerOn(app, token.code, { clockMs: 3_600_000 });
    expect(door.state.session?.skewMs).toBeCloseTo(-3_600_000, -4);
    app.clock.set('2026-11-23T08:45:00Z');
    network.up = false;
    await door.scan(asha.qr);
    expect(door.state.verdict).toMatchObject({ allowed: true, offline: true });
    network.up = true;
    await door.refresh();
    const [kept] = await scans(at.organization);
    expect(kept?.at.toISOString().slice(0, 19)).toBe('2026-11-23T08:45:00');
    expect(kept).toMatchObject({ skew_seconds: -3600, settle: null });
  });

  it('that was ended uploads its queue, and erases everything', async () => {
    const token = await addScanner(at, 'steward');
    const { door, store, network } = await scannerOn(app, token.code);
    network.up = false;
    await door.scan(asha.qr);
    app.clock.advance(60_000);
    await endScanner(at, token.id);
    network.up = true;
    await door.scan(asha.qr);
    await door.refresh();
    expect(door.state).toMatchObject({ phase: 'ended', session: null, queued: 0 });
    expect(await store.sessions()).toEqual([]);
    const kept = await scans(at.organization);
    expect(kept.filter(({ allowed }) => allowed)).toMatchObject([{ settle: null, offline: true }]);
  });

  it('whose end has passed stops by itself, and starts again when only its clock was wrong', async () => {
    const valid_until = new Date(app.clock.now().getTime() + 3_600_000).toISOString();
    const { door, network, store } = await scannerOn(app, (await addScanner(at, 'steward', { valid_until })).code);
    network.up = false;
    app.clock.advance(3_700_000);
    await door.look();
    expect(door.state.phase).toBe('ended');
    await door.scan(asha.qr);
    expect(door.state.queued).toBe(0);
    app.clock.advance(-3_700_000);
    await door.look();
    expect(door.state.phase).toBe('ready');
    app.clock.advance(3_700_000);
    network.up = true;
    await door.refresh();
    expect(await store.sessions()).toEqual([]);
  });

  it('that becomes another scanner uploads its old queue as the scanner it was', async () => {
    const first = await addScanner(at, 'steward');
    const { door, store, network } = await scannerOn(app, first.code);
    network.up = false;
    await door.scan(asha.qr);
    const second = await addScanner(at, 'supervisor');
    await door.begin(second.code);
    expect(door.state.phase).toBe('link');
    await door.enter();
    expect(door.state.fault).toMatchObject({ code: 'network' });
    network.up = true;
    await door.enter();
    expect(door.state).toMatchObject({ phase: 'ready', queued: 0 });
    expect(door.state.session?.entered.scanner.id).toBe(second.id);
    expect(await store.sessions()).toHaveLength(1);
    expect(await scans(at.organization)).toMatchObject([{ device_id: first.id, settle: null }]);
  });

  it('that can’t store a scan shows an error and no verdict', async () => {
    const { door, network, store } = await steward();
    await door.scan(asha.qr);
    expect(door.state.verdict).toMatchObject({ allowed: true });
    network.up = false;
    store.enqueue = () => Promise.reject(new DOMException('full', 'QuotaExceededError'));
    const shown = vi.spyOn(console, 'error').mockReturnValue();
    await door.scan((await pupil(at)).qr);
    expect(shown).toHaveBeenCalledOnce();
    shown.mockRestore();
    expect(door.state).toMatchObject({ verdict: null, fault: { code: 'disk' } });
  });

  it('requests the roster by its ETag, so that an unchanged one only gets a new age', async () => {
    const { door, network } = await steward();
    const before = door.state.roster?.madeAt ?? 0;
    app.clock.advance(600_000);
    await door.refresh();
    expect((door.state.roster?.madeAt ?? 0) - before).toBeGreaterThanOrEqual(600_000);
    expect(network.requests.filter((path) => path === '/roster')).toHaveLength(2);
  });
});
