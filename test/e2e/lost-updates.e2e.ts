import { beforeAll, beforeEach, expect, test } from 'vitest';
import { type Caller, found, OWNER, openExhibition } from './support/api.ts';
import { until, type Visit } from './support/browser.ts';
import { onStage } from './support/stage.ts';

/** Two people change one record: the second one sees the changes of the first, and chooses. */

const stage = onStage();
let call: Caller;
let staff: Visit;

beforeAll(async () => {
  call = await found(stage.server);
  await openExhibition(call);
  staff = await stage.visit();
  staff.expectStatus(401, 409);
  await staff.page.goto('/console/');
  await staff.page.getByRole('textbox', { name: 'E-mail' }).fill(OWNER.email);
  await staff.page.getByRole('textbox', { name: 'Password' }).fill(OWNER.password);
  await staff.page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await staff.page.getByRole('link', { name: 'Customers' }).first().waitFor();
});
beforeEach(() => staff.watch());

type Customer = { id: string; name: string; email: string; phone: string };
const customer = (id: string) => call<Customer>('GET', `/exhibition/customers/${id}`);

async function form(name: string) {
  const { id } = await call<Customer>('POST', '/exhibition/customers', {
    name,
    email: 'asha@example.org',
    phone: '98765 43210',
  });
  await staff.page.goto(`/console/exhibition/customers/${id}/edit`);
  await staff.page.getByRole('textbox', { name: 'Name' }).waitFor();
  return { id, page: staff.page };
}

test('the same field: theirs and mine are shown with who it was, and the choice is saved', async () => {
  const { id, page } = await form('Asha Verma');
  await call('PATCH', `/exhibition/customers/${id}`, { name: 'Asha V. Rao' });
  await page.getByRole('textbox', { name: 'Name' }).fill('Asha Rao');
  await page.getByRole('button', { name: 'Save' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Two changes at once').waitFor();
  expect(await dialog.innerText()).toContain(`changed by ${OWNER.name}`);
  await dialog.getByText('Take theirs: Asha V. Rao').waitFor();
  expect((await customer(id)).name).toBe('Asha V. Rao');
  await dialog.getByLabel('Keep mine: Asha Rao').check();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await until(async () => (await customer(id)).name === 'Asha Rao');
});

test('taking theirs sends nothing; going back to the form says that nothing was saved', async () => {
  const { id, page } = await form('Ravi Kumar');
  await call('PATCH', `/exhibition/customers/${id}`, { name: 'Ravi K.' });
  await page.getByRole('textbox', { name: 'Name' }).fill('R. Kumar');
  await page.getByRole('button', { name: 'Save' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Back to the form' }).click();
  await page.getByText('Not saved: somebody changed the same meanwhile.').waitFor();
  expect(await page.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('R. Kumar');
  await page.getByRole('button', { name: 'Save' }).click();
  await dialog.getByLabel('Take theirs: Ravi K.').check();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.waitForURL(new RegExp(`/customers/${id}$`));
  expect((await customer(id)).name).toBe('Ravi K.');
});

test('different fields: both changes stay, and a notice says so', async () => {
  const { id, page } = await form('Meena');
  await call('PATCH', `/exhibition/customers/${id}`, { phone: '98111 11111' });
  await page.getByRole('textbox', { name: 'Name' }).fill('Meena Das');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText(`${OWNER.name} changed something else here meanwhile`).waitFor();
  await until(async () => (await customer(id)).name === 'Meena Das');
  expect((await customer(id)).phone).toBe('+919811111111');
});
