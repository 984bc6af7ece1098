import { expect, test } from 'vitest';
import { newOrganization, openTestApp } from '../../test/harness/index.ts';
import { hasMachines } from './has-machines.query.ts';

test('the broker is wanted where an organization uses a module whose devices have messages', async () => {
  const app = await openTestApp({});
  expect(await hasMachines(app.boot)).toBe(false);
  const { id } = await newOrganization(app);
  const use = (modules: string[]) =>
    app.boot.database.system.updateTable('organization').set({ modules }).where('id', '=', id).execute();
  await use(['mess', 'exhibition']);
  expect(await hasMachines(app.boot)).toBe(false);
  await use(['mess', 'coffee']);
  expect(await hasMachines(app.boot)).toBe(true);
  await app.close();
});
