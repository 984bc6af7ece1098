import type { Page } from 'playwright-core';
import { afterEach, beforeAll, beforeEach, expect, onTestFailed, test } from 'vitest';
import { type Caller, found, openExhibition } from './support/api.ts';
import { until, type Visit } from './support/browser.ts';
import { onStage } from './support/stage.ts';

/** A customer's account: sign-up by a mailed code, wrong turns, several tabs and devices, and what a link brings along. */

const stage = onStage({ mailFrom: 'Handloom Fair <desk@fair.example>' });
const PHONE = { viewport: { width: 390, height: 844 } };
const ASHA = 'asha@example.org';
const PASSWORD = 'nine clay bowls';
let call: Caller;
let address: string;
let asha: Visit;
let others: Visit[] = [];

beforeAll(async () => {
  call = await found(stage.server);
  await openExhibition(call);
  const { organization } = await call<{ organization: { slug: string } }>('GET', '/session');
  address = `/portal/${organization.slug}`;
  asha = await stage.visit(PHONE);
});

// One person, in order: each part begins where the one before ended.
let broken = false;
beforeEach(({ skip }) => {
  if (broken) skip('an earlier chapter failed');
  asha.watch();
  onTestFailed(() => {
    broken = true;
  });
});
afterEach(async () => {
  expect([asha, ...others].flatMap(({ faults }) => faults.splice(0))).toEqual([]);
  await Promise.all(others.map((one) => one.close()));
  others = [];
});

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const field = (page: Page, name: string) => page.getByLabel(name, { exact: true });
const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true });

/** The `count`th code that was mailed to an address. */
function mailedCode(to: string, count = 1): Promise<string> {
  return until(async () => {
    const mails = stage.smtp.mails.filter(({ envelope }) => envelope.to.includes(to));
    const subjects = await Promise.all(mails.map(async (mail) => (await mail.parse()).subject ?? ''));
    return subjects.flatMap((subject) => /^\d{6}/.exec(subject)?.[0] ?? [])[count - 1];
  });
}

async function askForCode(page: Page, email: string): Promise<void> {
  await field(page, 'E-mail').fill(email);
  await button(page, 'Send me a code').click();
  await heading(page, 'Type the code').waitFor();
}

/** Another device. */
async function elsewhere(): Promise<Visit> {
  const visitor = await stage.visit(PHONE);
  visitor.watch();
  others.push(visitor);
  return visitor;
}

test('nobody signs up until the organization allows it', async () => {
  const { page } = asha;
  asha.expectStatus(404);
  await page.goto(address);
  await page.getByText('Nobody can sign up here.').waitFor();
  await call('PATCH', '/settings/portal', { open: true });
});

test('a mailed code, pasted with a space, makes an account', async () => {
  const { page } = asha;
  asha.expectStatus(400, 401);
  await page.goto(address);
  await field(page, 'E-mail').fill('asha@');
  await button(page, 'Send me a code').click();
  await page.getByRole('alert').waitFor();
  await askForCode(page, ASHA);
  const code = await mailedCode(ASHA);
  const input = field(page, 'Code');
  expect(await input.getAttribute('autocomplete')).toBe('one-time-code');
  expect(await input.getAttribute('inputmode')).toBe('numeric');
  await input.fill(code === '000000' ? '000001' : '000000');
  await page.getByText('This code is wrong. Check the digits.').waitFor();
  await input.focus();
  await page.evaluate(
    (text) => {
      const target = document.activeElement as HTMLInputElement;
      target.select();
      document.execCommand('insertText', false, text);
    },
    `${code.slice(0, 3)} ${code.slice(3)}`,
  );
  await heading(page, 'Welcome!').waitFor();
  await field(page, 'Your name').fill('Asha Verma');
  await button(page, 'Make my account').click();
  // The exhibition's screen is the first: nothing in it yet.
  await heading(page, 'Nothing here yet').waitFor();
  await page.getByRole('link', { name: 'My account' }).click();
  await heading(page, 'Asha Verma').waitFor();
  await page.getByText(ASHA).waitFor();
  await page.getByText('You have no password').waitFor();
});

test('the link of the mail brings the customer’s code and bills into the account', async () => {
  const { page } = asha;
  const customer = await call<{ code: string; qr: string }>('POST', '/exhibition/customers', {
    name: 'Asha V.',
    email: ASHA,
    phone: '98450 12345',
  });
  await call('POST', `/exhibition/customers/${customer.code}/bills`, { amount: '240', description: 'Two mugs' });
  await page.goto(new URL(customer.qr).pathname);
  await page.getByRole('link', { name: 'Make an account' }).click();
  await page.getByText('Two mugs').waitFor();
  expect(new URL(page.url()).hash).toBe('');
  await page.reload();
  await page.getByText('Two mugs').waitFor();
  // A link that was made up adds nothing, and says so.
  await page.goto(`${address}#link=nothing-of-ours`);
  await page.getByText('The link is no longer valid').waitFor();
  await page.getByText('Two mugs').waitFor();
  // Whoever has no account makes one there, with the name from the link.
  const { page: ravis } = await elsewhere();
  others[0]?.expectStatus(400);
  await ravis.goto(new URL(customer.qr).pathname);
  await ravis.getByRole('link', { name: 'Make an account' }).click();
  await askForCode(ravis, 'ravi@example.org');
  await field(ravis, 'Code').fill(await mailedCode('ravi@example.org'));
  await heading(ravis, 'Welcome!').waitFor();
  expect(await field(ravis, 'Your name').inputValue()).toBe('Asha V.');
  await button(ravis, 'Make my account').click();
  await ravis.getByText('Two mugs').waitFor();
});

test('tabs that open at the same moment all stay signed in; a sign-out reaches them', async () => {
  const { context, page } = asha;
  const tabs = await Promise.all([1, 2, 3].map(() => context.newPage()));
  await Promise.all(tabs.map((tab) => tab.goto(`${address}/account`)));
  await Promise.all(tabs.map((tab) => heading(tab, 'Asha Verma').waitFor()));
  await Promise.all(tabs.map((tab) => tab.reload()));
  await Promise.all(tabs.map((tab) => heading(tab, 'Asha Verma').waitFor()));
  await page.goto(`${address}/account`);
  await button(page, 'Sign out').click();
  for (const tab of [page, ...tabs]) await field(tab, 'E-mail').waitFor();
  await Promise.all(tabs.map((tab) => tab.close()));
});

test('a forgotten password is set anew with a code', async () => {
  const { page } = asha;
  asha.expectStatus(401);
  await button(page, 'Use a password').click();
  await field(page, 'E-mail').fill(ASHA);
  await field(page, 'Password').fill('seven brass lamps');
  await button(page, 'Sign in').click();
  await page.getByText('The address or the password is wrong.').waitFor();
  await button(page, 'Forgot the password?').click();
  await heading(page, 'A new password').waitFor();
  await field(page, 'Code').fill(await mailedCode(ASHA, 2));
  await page.getByLabel('New password').fill(PASSWORD);
  await button(page, 'Save and sign in').click();
  await page.getByText('You can sign in with a password.').waitFor();
});

test('too many tries show how long to wait', async () => {
  const { page } = await elsewhere();
  others[0]?.expectStatus(401, 429);
  await page.goto(address);
  await button(page, 'Use a password').click();
  await field(page, 'E-mail').fill('nobody@example.org');
  await field(page, 'Password').fill('seven brass lamps');
  const wait = page.getByText(/Too many attempts. Please wait: \d+:\d\d/);
  for (let i = 0; i < 8 && !(await wait.isVisible()); i++) {
    await button(page, 'Sign in').click();
    await page.getByRole('alert').waitFor();
  }
  await wait.waitFor();
  expect(await button(page, 'Sign in').isDisabled()).toBe(true);
});

test('other devices are signed out from here, one or all', async () => {
  const devices = await Promise.all([elsewhere(), elsewhere()]);
  for (const { page, expectStatus } of devices) {
    expectStatus(401);
    await page.goto(address);
    await button(page, 'Use a password').click();
    await field(page, 'E-mail').fill(ASHA);
    await field(page, 'Password').fill(PASSWORD);
    await button(page, 'Sign in').click();
    await page.getByText('Two mugs').waitFor();
  }
  const { page } = asha;
  await page.reload();
  await button(page, 'Sign out there').nth(1).waitFor();
  await button(page, 'Sign out there').first().click();
  await expect.poll(() => button(page, 'Sign out there').count()).toBe(1);
  // Two of the three are left.
  const [first, second] = devices.map((device) => device.page) as [Page, Page];
  await Promise.all([first.reload(), second.reload()]);
  await expect
    .poll(
      async () =>
        (await first.getByText('You are signed out.').count()) +
        (await second.getByText('You are signed out.').count()),
    )
    .toBe(1);
  // A new password ends the others.
  await button(page, 'Change the password').click();
  await field(page, 'Current password').fill(PASSWORD);
  await page.getByLabel('New password').fill('ten tin trumpets');
  await button(page, 'Save').click();
  await page.getByText('All your other devices are signed out.').waitFor();
  await Promise.all([first.reload(), second.reload()]);
  for (const other of [first, second]) await field(other, 'E-mail').waitFor();
  await expect.poll(() => page.getByText('This device').count()).toBe(1);
});

test('name, language and address are changed; all of it is there again in Hindi', async () => {
  const { page } = asha;
  asha.expectStatus(401);
  await button(page, 'Change').first().click();
  await field(page, 'Your name').fill('Asha Rao');
  await button(page, 'Save').click();
  await heading(page, 'Asha Rao').waitFor();
  await button(page, 'Change').nth(1).click();
  await field(page, 'New e-mail address').fill('asha.rao@example.org');
  await button(page, 'Send me a code').click();
  await field(page, 'Code').fill(await mailedCode('asha.rao@example.org'));
  await page.getByText('asha.rao@example.org').waitFor();
  await button(page, 'हिन्दी').click();
  await heading(page, 'आप कैसे साइन इन करते हैं').waitFor();
  await page.reload();
  await heading(page, 'आप कहाँ साइन इन हैं').waitFor();
  const people = await call<{ name: string; email: string; language: string }[]>('GET', '/people?search=Asha%20Rao');
  expect(people).toMatchObject([{ name: 'Asha Rao', email: 'asha.rao@example.org', language: 'hi' }]);
});
