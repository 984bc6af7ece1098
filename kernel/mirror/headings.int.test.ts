/** People insert, move and rename columns of the sheet: values stand under their own headings, or nothing is written. */
import { expect, it } from 'vitest';
import type { FakeCell } from '../../test/fakes/sheets.ts';
import { mirrorLabOfFile } from './test/mirror-lab.ts';

const lab = mirrorLabOfFile();

async function begun() {
  const it = await lab.organization();
  await lab.happen(it, 'Asha');
  await lab.settle(it);
  const tab = lab.sheets.tab('lab.scanned', it.book);
  if (!tab) throw new Error('no tab');
  const admin = await it.as('admin');
  return { it, tab, admin, view: async () => (await admin.get('/mirror')).body.data };
}
/** The values below a heading, as a person reads them. */
const below = (tab: { rows: FakeCell[][] }, heading: string) => {
  const at = tab.rows[0]?.indexOf(heading) ?? -1;
  return tab.rows.slice(1).map((row) => row[at] ?? '');
};

it('writes below its own headings after a column was inserted before A, and a replay adds nothing', async () => {
  const { it, tab, admin } = await begun();
  for (const [i, row] of tab.rows.entries()) row.unshift(i === 0 ? 'Remarks' : 'seen');
  tab.formats.unshift(undefined);
  await lab.happen(it, 'Ravi');
  await lab.settle(it);
  const ids = (await lab.rows(it)).map(({ id }) => id);
  expect(below(tab, 'event_id')).toEqual(ids);
  expect(below(tab, 'name')).toEqual(['Asha', 'Ravi']);
  expect(below(tab, 'Remarks')).toEqual(['seen', '']);
  const from = new Date(lab.app.clock.now().getTime() - 3_600_000).toISOString();
  expect((await admin.post('/mirror/replay', { from })).status).toBeLessThan(300);
  await lab.settle(it);
  expect(below(tab, 'name')).toEqual(['Asha', 'Ravi']);
  expect(tab.formats).toEqual([undefined, undefined, 'DATE_TIME']);
});

it('follows a column that was moved, each time before it writes', async () => {
  const { it, tab } = await begun();
  for (const row of tab.rows) row.push(...row.splice(2, 1));
  await lab.happen(it, 'Ravi');
  await lab.settle(it);
  for (const row of tab.rows) row.reverse();
  tab.formats = [undefined, undefined, 'DATE_TIME', undefined];
  await lab.happen(it, 'Meera');
  await lab.settle(it);
  expect(tab.rows[0]).toEqual(['name', 'meal', 'Time', 'event_id']);
  expect(below(tab, 'name')).toEqual(['Asha', 'Ravi', 'Meera']);
  expect(below(tab, 'meal')).toEqual(['lunch', 'lunch', 'lunch']);
});

it('writes nothing below a heading that was renamed, says what it found, and goes on once it is back', async () => {
  const { it, tab, view } = await begun();
  if (tab.rows[0]) tab.rows[0][2] = 'Guest';
  await lab.happen(it, 'Ravi');
  await lab.writer.drain();
  expect(await lab.states(it)).toEqual(['done', 'waiting']);
  expect(tab.rows).toHaveLength(2);
  expect(await view()).toMatchObject({
    failing: true,
    waiting: 1,
    last_error: {
      fault: 'headings',
      text: 'lab.scanned: not found: name. Found: A event_id, B Time, C Guest, D meal',
    },
  });
  if (tab.rows[0]) tab.rows[0][2] = 'name';
  await lab.settle(it);
  expect(below(tab, 'name')).toEqual(['Asha', 'Ravi']);
  expect(await view()).toMatchObject({ failing: false, last_error: null });
});

it('adds the heading of a new column behind the others, and keeps one in another language', async () => {
  const { it, tab } = await begun();
  tab.rows[0] = ['event_id', 'Hora', 'name'];
  await lab.happen(it, 'Ravi');
  await lab.settle(it);
  const now = lab.sheets.tab('lab.scanned', it.book);
  expect(now?.rows[0]).toEqual(['event_id', 'Hora', 'name', 'meal']);
  expect(now && below(now, 'meal')).toEqual(['lunch', 'lunch']);
});
