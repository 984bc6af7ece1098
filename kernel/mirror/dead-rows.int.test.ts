/** Rows that Google refuses and what people do about them; what the page and the server's health show. */
import { describe, expect, it } from 'vitest';
import { applyRetention } from '../retention/index.ts';
import { mirrorHealth } from './observe.ts';
import { mirrorLabOfFile } from './test/mirror-lab.ts';

const lab = mirrorLabOfFile();
const tooLong = 'x'.repeat(50_001);
const DAY = 86_400_000;

describe('a row that Google refuses', () => {
  it('is set aside alone: the others continue in their order', async () => {
    const it = await lab.organization();
    await lab.happenTogether(it, ['one', 'two', tooLong, 'three', 'four']);
    await lab.settle(it);
    expect(lab.names(it)).toEqual(['one', 'two', 'three', 'four']);
    expect(await lab.states(it)).toEqual(['done', 'done', 'dead', 'done', 'done']);
    const dead = (await lab.rows(it))[2];
    expect(dead?.last_error).toContain('50000 characters');
    expect(await mirrorHealth(lab.app.boot)).toEqual({ state: 'degraded', detail: 'dead_rows' });
  });

  it('is listed, tried again and discarded by people with the permission', async () => {
    const it = await lab.organization();
    await lab.happen(it, tooLong, 'fine');
    await lab.settle(it);
    const admin = await it.as('admin');
    const list = await admin.get(`/mirror-rows?filter=${encodeURIComponent('{"state":"dead"}')}`);
    const [row] = list.body.data;
    expect(list.body.data).toHaveLength(1);
    expect(row).toMatchObject({ event: 'lab.scanned', state: 'dead', cells: { meal: 'lunch' } });
    expect((await (await it.as('ops')).post(`/mirror-rows/${row.id}/retry`)).status).toBe(403);
    expect((await admin.post(`/mirror-rows/${row.id}/retry`)).body.data.state).toBe('unsure');
    await lab.settle(it);
    expect(await lab.states(it)).toEqual(['dead', 'done']);
    expect((await admin.post(`/mirror-rows/${row.id}/discard`)).body.data.state).toBe('discarded');
    const again = await admin.post(`/mirror-rows/${row.id}/discard`);
    expect([again.status, again.body.error.code]).toEqual([409, 'mirror.row_not_dead']);
    const audit = await admin.get('/audit-entries?filter=%7B%22action%22%3A%22mirror.*%22%7D');
    expect(audit.body.data.map((entry: { action: string }) => entry.action)).toEqual([
      'mirror.row_discarded',
      'mirror.row_retried',
    ]);
  });

  it('may be the sheet’s fault: then none of several is set aside', async () => {
    const it = await lab.organization();
    await lab.happen(it, 'first');
    await lab.settle(it);
    const refuse = {
      kind: 'refuse',
      status: 400,
      message: 'This operation is not supported for this document',
    } as const;
    lab.sheets.trouble('append', refuse, 1000);
    const names = Array.from({ length: 20 }, (_, i) => `student ${i}`);
    await lab.happenTogether(it, names);
    await lab.writer.drain();
    expect(new Set((await lab.states(it)).slice(1))).toEqual(new Set(['waiting']));
    const { body } = await (await it.as('admin')).get('/mirror');
    expect(body.data).toMatchObject({ failing: true, waiting: 20, dead: 0, last_error: { fault: 'refused' } });
    lab.sheets.calm();
    await lab.settle(it);
    expect(lab.names(it)).toEqual(['first', ...names]);
  });
});

describe('a sheet that is not shared', () => {
  it('stops all rows, says so, and continues at once when somebody asks for it', async () => {
    const it = await lab.organization();
    lab.sheets.locked.add(it.book);
    await lab.happen(it, 'one', 'two');
    for (let n = 0; n < 3; n++) {
      await lab.writer.drain();
      lab.app.clock.advance(60_000);
    }
    const admin = await it.as('admin');
    const { data } = (await admin.get('/mirror')).body;
    expect(data).toMatchObject({
      ready: true,
      account: lab.sheets.email,
      waiting: 2,
      failing: true,
      last_error: { fault: 'not_shared', text: 'PERMISSION_DENIED: The caller does not have permission' },
      events: expect.arrayContaining([expect.objectContaining({ event: 'lab.scanned', waiting: 2 })]),
    });
    lab.sheets.locked.clear();
    expect((await admin.post('/mirror/retry', {})).status).toBe(200);
    await lab.writer.drain();
    expect(lab.names(it)).toEqual(['one', 'two']);
    expect((await admin.get('/mirror')).body.data).toMatchObject({ failing: false, waiting: 0 });
  });

  it('is tried less and less often, and as late as Google asks', async () => {
    const it = await lab.organization();
    lab.sheets.trouble('append', { kind: 'too_many', retryAfter: 120 });
    await lab.happen(it, 'one');
    await lab.writer.drain();
    const book = await lab.book(it);
    const pause = book.next_attempt_at.getTime() - lab.app.clock.now().getTime();
    expect(pause).toBeGreaterThan(110_000);
    expect(book).toMatchObject({ failures: 1, last_fault: 'quota', lease_holder: null });
    const before = lab.sheets.calls.length;
    await lab.writer.drain();
    expect(lab.sheets.calls.length).toBe(before);
    await lab.settle(it);
    expect(lab.names(it)).toEqual(['one']);
  });
});

describe('replaying from a moment on', () => {
  it('adds deleted rows again, repeats none, and leaves earlier events alone', async () => {
    const it = await lab.organization();
    await lab.happen(it, 'long ago');
    await lab.settle(it);
    lab.app.clock.advance(600_000);
    const from = lab.app.clock.now().toISOString();
    lab.app.clock.advance(1000);
    await lab.happen(it, 'one', 'two', 'three');
    await lab.settle(it);
    const tab = lab.sheets.tab('lab.scanned', it.book);
    // Somebody deletes "long ago" and "two".
    if (tab) tab.rows = tab.rows.filter((row) => row[2] !== 'long ago' && row[2] !== 'two');
    const admin = await it.as('admin');
    const replayed = await admin.post('/mirror/replay', { from });
    expect(replayed.body.data).toEqual({ rows: 3 });
    await lab.settle(it);
    expect(lab.names(it)).toEqual(['one', 'three', 'two']);
    expect((await admin.post('/mirror/replay', { from, event: 'lab.paid' })).body.data).toEqual({ rows: 0 });
  });

  it('fills a new spreadsheet', async () => {
    const it = await lab.organization();
    await lab.happen(it, 'one', 'two');
    await lab.settle(it);
    const admin = await it.as('admin');
    const book = `${it.book}-new`;
    expect((await admin.patch('/settings/mirror', { spreadsheet_id: book })).status).toBe(200);
    await admin.post('/mirror/replay', { from: '2020-01-01T00:00:00Z' });
    await lab.settle(it);
    expect(lab.names({ book })).toEqual(['one', 'two']);
    expect(lab.names(it)).toEqual(['one', 'two']);
  });

  it('needs a spreadsheet', async () => {
    const it = await lab.organization();
    const admin = await it.as('admin');
    await admin.patch('/settings/mirror', { spreadsheet_id: null });
    const answer = await admin.post('/mirror/replay', { from: '2020-01-01T00:00:00Z' });
    expect(answer.body.error.code).toBe('mirror.not_set_up');
  });
});

describe('credentials', () => {
  it('are a service account’s key file, and request tokens from Google only', async () => {
    const it = await lab.organization();
    const admin = await it.as('admin');
    const bad = await admin.patch('/settings/mirror', { credentials_json: '{"client_email":"a"}' });
    expect(bad.body.error.fields).toMatchObject({ credentials_json: expect.anything() });
    const elsewhere = { ...JSON.parse(lab.sheets.credentials), token_uri: 'http://169.254.169.254/token' };
    await admin.patch('/settings/mirror', { credentials_json: JSON.stringify(elsewhere) });
    expect((await admin.get('/mirror')).body.data).toMatchObject({ ready: false, missing: 'bad_credentials' });
  });
});

describe('rows that are in the sheet', () => {
  it('are deleted after 400 days, but not dead ones', async () => {
    const it = await lab.organization();
    await lab.happen(it, 'old', tooLong);
    await lab.settle(it);
    lab.app.clock.advance(401 * DAY);
    await applyRetention(lab.app.ctxFor(null, 'test'));
    expect(await lab.states(it)).toEqual(['dead']);
  });
});
