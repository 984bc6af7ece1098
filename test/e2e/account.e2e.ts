import type { Page } from 'playwright-core';
import { afterEach, beforeAll, beforeEach, expect, onTestFailed, test } from 'vitest';
import { codeOf } from '../harness/totp.ts';
import { type Caller, found, openExhibition, send } from './support/api.ts';
import { interceptable, type Visit } from './support/browser.ts';
import { onStage } from './support/stage.ts';

const stage = onStage({ mailFrom: 'Handloom Fair <desk@fair.example>' });
const RAVI = { name: 'Ravi Menon', email: 'ravi@fair.example', password: 'seven brass lamps' };
const ASHA = { name: 'Asha Verma', email: 'asha@example.org', phone: '98450 12345' };
const NEW_PASSWORD = 'nine clay bowls';
let call: Caller;
let ravi: Visit;

beforeAll(async () => {
  call = await found(stage.server);
  await openExhibition(call);
  ravi = await stage.visit();
  await interceptable(ravi.page);
});

// One person in one window, in order: each part begins where the one before ended.
let broken = false;
beforeEach(({ skip }) => {
  if (broken) skip('an earlier chapter failed');
  ravi.watch();
  // The sign-in form is expected here.
  ravi.expectStatus(401);
  onTestFailed(() => {
    broken = true;
  });
});
afterEach(() => expect(ravi.faults.splice(0)).toEqual([]));

const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true });
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const password = (page: Page, name = 'Password') => page.getByLabel(name, { exact: true });

/** The link of the newest mail to Ravi, of which there are `count` by now. */
async function mailedLink(count: number): Promise<string> {
  const mails = await stage.smtp.waitFor({ to: RAVI.email, count });
  const { text } = await (mails.at(-1) as NonNullable<(typeof mails)[0]>).parse();
  return /https?:\/\/\S+token=\S+/.exec(text ?? '')?.[0] ?? '';
}

async function enter(page: Page, secret: string): Promise<void> {
  await page.getByLabel('E-mail').fill(RAVI.email);
  await password(page).fill(secret);
  await button(page, 'Sign in').click();
}

/** Ends Ravi's sessions in all browsers, as from another device. */
async function endElsewhere(): Promise<void> {
  const answer = await send(stage.server, 'POST', '/auth/sign-in', { email: RAVI.email, password: NEW_PASSWORD });
  const cookie = answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  expect((await send(stage.server, 'DELETE', '/sessions', undefined, { cookie })).status).toBe(200);
}

/**
 * Ends the session while the page's next request to this address is in progress, so that no other request is refused
 * first.
 */
async function endsBefore(page: Page, address: string): Promise<void> {
  await page.route(
    address,
    async (route) => {
      await endElsewhere();
      await route.continue();
    },
    { times: 1 },
  );
}

test('an invitation is accepted by its mailed link, once', async () => {
  const { page } = ravi;
  await call('POST', '/invitations', { email: RAVI.email, role: 'ops' });
  const link = await mailedLink(1);
  await page.goto(link);
  await page.getByRole('heading', { name: 'Join Handloom Fair' }).waitFor();
  await field(page, 'Your name').fill(RAVI.name);
  await password(page).fill(RAVI.password);
  await button(page, 'Join').click();
  await button(page, 'Your account').click();
  await page.getByText(RAVI.email).waitFor();
  ravi.expectStatus(410, 404, 400);
  await page.goto(link);
  await page.getByText('This link has expired or was used already.').waitFor();
});

test('a page of a part that the organization does not use says so, and asks for nothing', async () => {
  const { page } = ravi;
  await page.goto('/console/mess/students/import');
  await page.getByText('This organization does not use this part of the program').waitFor();
  expect(await page.locator('input[type=file]').count()).toBe(0);
  await page.goto('/console/');
});

test('a forgotten password is reset by a mailed link', async () => {
  const { page, context } = ravi;
  await context.clearCookies();
  await page.goto('/console/');
  await page.getByRole('link', { name: 'Forgot your password?' }).click();
  await page.getByLabel('E-mail').fill(RAVI.email);
  await button(page, 'Send the link').click();
  await page.getByText(`If ${RAVI.email} has an account here`).waitFor();
  await page.goto(await mailedLink(2));
  await password(page, 'New password').fill(NEW_PASSWORD);
  await button(page, 'Save the password').click();
  await page.getByText('Your password is changed.').waitFor();
  await enter(page, RAVI.password);
  await page.getByText('The e-mail address or the password is wrong.').waitFor();
  await enter(page, NEW_PASSWORD);
  await button(page, 'Your account').waitFor();
});

test('a session that ends during work asks to sign in and leads back', async () => {
  const { page } = ravi;
  const filter = encodeURIComponent('{"q":"asha"}');
  await page.goto(`/console/exhibition/customers?filter=${filter}`);
  await page.getByText('Nothing found').first().waitFor();
  // The list requests again.
  await endsBefore(page, '**/api/v1/exhibition/customers?*meena*');
  await page.getByLabel('Search name, ID, e-mail or phone').fill('meena');
  await page.getByText('Your session has ended. Please sign in again.').waitFor();
  await enter(page, NEW_PASSWORD);
  await page.getByRole('heading', { name: 'Customers' }).waitFor();
  // Whichever asked first: the search, or the list by itself after a change.
  expect(new URL(page.url()).searchParams.get('filter')).toMatch(/meena|asha/);

  // A bill is refused. It waits in the browser, and is added once by itself after the sign-in.
  const { code } = await call<{ code: string }>('POST', '/exhibition/customers', ASHA);
  await page.goto(`/console/desk?customer=${code}`);
  await field(page, 'Amount').fill('80');
  await endsBefore(page, '**/api/v1/exhibition/customers/*/bills');
  await page.keyboard.press('Enter');
  await field(page, 'Cash given').waitFor();
  await page.keyboard.press('Enter');
  await page.getByText('Your session has ended. Please sign in again.').waitFor();
  await enter(page, NEW_PASSWORD);
  await page.getByText('1 bill').first().waitFor();
  expect(await call<unknown[]>('GET', '/exhibition/bills')).toHaveLength(1);
});

test('the second factor is turned on and asked for', async () => {
  const { page } = ravi;
  await page.goto('/console/account');
  const panel = page.locator('form', { has: button(page, 'Turn on') });
  await panel.getByLabel('Current password', { exact: true }).fill(NEW_PASSWORD);
  await button(page, 'Turn on').click();
  const key = await page.getByText(/^[A-Z2-7]{16,}$/).innerText();
  const uri = `otpauth://totp/x?secret=${key}`;
  await field(page, 'Code').fill(await codeOf(uri));
  await button(page, 'Confirm the code').click();
  await page.getByText('The second factor is on').waitFor();

  await button(page, 'Your account').click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await enter(page, NEW_PASSWORD);
  await page.getByRole('heading', { name: 'One more step' }).waitFor();
  await field(page, 'Code').fill('000 000');
  await button(page, 'Continue').click();
  await page.getByText('This code is wrong').waitFor();
  // The next one: each works once.
  await field(page, 'Code').fill(await codeOf(uri, 1));
  await button(page, 'Continue').click();
  await button(page, 'Your account').waitFor();
});
