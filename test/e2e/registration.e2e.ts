import { beforeAll, beforeEach, expect, test } from 'vitest';
import { type Caller, found } from './support/api.ts';
import type { Visit } from './support/browser.ts';
import { fillSignIn } from './support/sign-in.ts';
import { onStage } from './support/stage.ts';

/** People register themselves on a phone; the organizer sets the page up and sees who waits. */

const stage = onStage();
let call: Caller;
let office: Visit;
let visitor: Visit;
let fair: { id: string };

beforeAll(async () => {
  call = await found(stage.server);
  const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
  fair = await call<{ id: string }>('POST', '/exhibition/exhibitions', {
    name: 'Winter Handloom Fair',
    prefix: 'WHF',
    place: 'Kochi',
    starts_on: day(-1),
    ends_on: day(7),
  });
  [office, visitor] = await Promise.all([stage.visit(), stage.visit()]);
  await visitor.page.setViewportSize({ width: 390, height: 844 });
});
beforeEach(() => {
  office.watch();
  visitor.watch();
});

test('the organizer opens the page, somebody registers and the next one waits', async () => {
  const { page } = office;
  office.expectStatus(401);
  await page.goto(`/console/exhibition/exhibitions/${fair.id}/form`);
  await fillSignIn(page);
  await page.getByLabel('People may register').check();
  await page.getByLabel('Places', { exact: true }).fill('1');
  await page.getByRole('button', { name: 'Add a question' }).click();
  await page.getByLabel('Question', { exact: true }).fill('Your company');
  await page.getByRole('button', { name: 'Save' }).click();
  const link = page.getByRole('link', { name: /\/join\// });
  await link.waitFor();
  const address = (await link.getAttribute('href')) ?? '';

  const guest = visitor.page;
  const enter = async (name: string) => {
    await guest.getByLabel('Name', { exact: true }).fill(name);
    await guest.getByLabel('E-mail', { exact: true }).fill(`${name.toLowerCase()}@example.org`);
    await guest.getByLabel(/Your company/).fill('Clay & Co');
    await guest.getByRole('button', { name: 'Register', exact: true }).click();
    return guest.getByTestId('registered');
  };
  await guest.goto(new URL(address).pathname);
  const registered = await enter('Meera');
  await registered.getByText('Look into your mailbox').waitFor();
  await guest.reload();
  await guest.getByText('All places are taken. Whoever registers now is on the waiting list.').waitFor();
  expect(await guest.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  const waits = await enter('Ravindra');
  await waits.getByText('so you wait for one').waitFor();

  await page.getByText('Ravindra', { exact: true }).waitFor();
  await page.getByText('Your company: Clay & Co').waitFor();
  expect([office.faults, visitor.faults]).toEqual([[], []]);
});
