import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Caller, found } from './support/api.ts';
import type { Visit } from './support/browser.ts';
import { fillSignIn } from './support/sign-in.ts';
import { onStage } from './support/stage.ts';

/** Any list: its columns are chosen, and its search and filters are saved under a name. */

const stage = onStage();
let owner: Visit;
let call: Caller;

beforeAll(async () => {
  call = await found(stage.server, ['mess']);
  for (const [i, name] of ['Asha Verma', 'Ravi Menon'].entries())
    await call('POST', '/mess/students', { name, roll_number: `21CS10${i}`, room: 'B-204', approve: i === 0 });
  owner = await stage.visit();
});
beforeEach(() => owner.watch());
afterEach(() => expect(owner.faults.splice(0)).toEqual([]));

const row = (text: string) => owner.page.getByRole('row').filter({ hasText: text });
const heading = (name: string) => owner.page.getByRole('columnheader', { name, exact: true });
const openView = () => owner.page.getByRole('button', { name: 'View', exact: true }).press('Enter');

test('columns that somebody hides stay hidden', async () => {
  const { page } = owner;
  await page.goto('/console/mess/students');
  await fillSignIn(page);
  await heading('Room').waitFor();
  await openView();
  await page.getByRole('menuitemcheckbox', { name: 'Room' }).press('Enter');
  await page.keyboard.press('Escape');
  await heading('Room').waitFor({ state: 'detached' });
  await page.reload();
  await heading('State').waitFor();
  expect(await heading('Room').count()).toBe(0);
});

test('a view brings back search, filters and columns, from another state of the list', async () => {
  const { page } = owner;
  await page.getByRole('searchbox').fill('asha ver');
  await row('Ravi Menon').waitFor({ state: 'detached' });
  await openView();
  await page.getByRole('menuitem', { name: 'Save this view' }).press('Enter');
  await page.getByLabel('Name of the view').fill('Only Asha');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.goto('/console/mess/students');
  await row('Ravi Menon').waitFor();
  await openView();
  await page.getByRole('menuitem', { name: 'Only Asha' }).press('Enter');
  await row('Ravi Menon').waitFor({ state: 'detached' });
  await row('Asha Verma').waitFor();
  expect(await page.getByRole('searchbox').inputValue()).toBe('asha ver');
  await openView();
  await page.getByRole('menuitem', { name: 'Remove the view Only Asha' }).press('Enter');
  await page.getByRole('menuitem', { name: 'Only Asha', exact: true }).waitFor({ state: 'detached' });
  await page.keyboard.press('Escape');
});

test('all that match are chosen over pages, and an action goes to them as a task', async () => {
  const { page } = owner;
  for (let i = 0; i < 11; i++)
    await call('POST', '/mess/students', {
      name: `Waiting ${i}`,
      roll_number: `21ME10${i}`,
      room: 'C-1',
      approve: false,
    });
  const pending = encodeURIComponent(JSON.stringify({ state: 'pending' }));
  await page.goto(`/console/mess/students?filter=${pending}&perPage=10&page=1&sort=createdAt&order=DESC`);
  await row('Waiting 10').waitFor();
  await page.getByRole('checkbox', { name: 'Select all' }).check();
  await page.getByText('10 selected').waitFor();
  await page.getByRole('button', { name: 'Choose all that match' }).press('Enter');
  await page.getByText('All 12 that match').waitFor();
  await page.getByRole('button', { name: 'Approve', exact: true }).press('Enter');
  await page.getByRole('dialog').getByText('Approve 12 registrations?').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Approve' }).press('Enter');
  await page.getByText('Started for 12.').waitFor();
  await row('Waiting 10').waitFor({ state: 'detached' });
  await page.goto('/console/office/tasks');
  await row('Approve registrations: 12').waitFor();
});

test('an owner makes a second business, and sees both in one list', async () => {
  const { page } = owner;
  await page.getByRole('button', { name: 'Switch organization' }).press('Enter');
  await page.getByRole('menuitem', { name: 'New organization' }).press('Enter');
  await page.getByLabel('Name', { exact: true }).fill('Second fair');
  await page.getByRole('button', { name: 'Create and open' }).press('Enter');
  await page.getByText('Please tick at least one.').waitFor();
  await page.getByLabel('Exhibition desk').check();
  await page.getByRole('button', { name: 'Create and open' }).press('Enter');
  // A new organization begins with its Start page.
  await page.getByRole('heading', { name: 'Start' }).waitFor();
  await page.getByRole('button', { name: 'Second fair: Switch organization' }).press('Enter');
  await page.getByRole('menuitem', { name: 'All organizations' }).press('Enter');
  await page.getByText('Sales today').waitFor();
  await page.getByText('Meals served today').waitFor();
});
