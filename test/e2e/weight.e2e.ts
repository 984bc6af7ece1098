import { expect, test } from 'vitest';
import { found, OWNER } from './support/api.ts';
import { onStage } from './support/stage.ts';

/** What a phone asks for until its owner sees the first page; web/weight.test.ts weighs the same files. */

const stage = onStage();

test('the sign-in and the first page after it ask for little', async () => {
  const call = await found(stage.server);
  await call('PATCH', '/settings/start', { dismissed: false });
  const owner = await stage.visit({ serviceWorkers: 'block' });
  owner.watch();
  const { page } = owner;
  const asked = new Set<string>();
  page.on('request', (request) => asked.add(new URL(request.url()).pathname));
  await page.goto('/console/', { waitUntil: 'networkidle' });
  await page.getByLabel('E-mail').fill(OWNER.email);
  expect(asked.size, [...asked].join('\n')).toBeLessThanOrEqual(12);
  asked.clear();
  await page.getByLabel('Password', { exact: true }).fill(OWNER.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('heading', { name: 'Start', exact: true }).waitFor();
  await page.getByText('Only this computer can open your links').waitFor();
  expect(asked.size, [...asked].join('\n')).toBeLessThanOrEqual(20);
  // Lists, forms and charts are for later.
  expect([...asked].filter((path) => /screens|Chart|Drawn/.test(path))).toEqual([]);
  expect(owner.faults).toEqual([]);
  await owner.close();
});
