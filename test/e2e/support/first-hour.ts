import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, onTestFailed } from 'vitest';
import { type FakeSmtp, startFakeSmtp } from '../../fakes/smtp.ts';
import { OWNER } from './api.ts';
import type { Visit } from './browser.ts';
import { onStage, type Stage } from './stage.ts';

/** What the first hours of all trades have in common: an empty installation, its owner, the Start page, the keyboard. */

type Place = { organization: string; country: string; timeZone: string; trade: string };
export type FirstHour = { stage: Stage; owner: Visit; page: Page; smtp: FakeSmtp };
type Env = Record<string, string>;

/**
 * An empty installation with a mail server before the tests of the file; each test continues where the one before ended.
 * @param others what else runs beside it, with what tells the program of it
 */
export function firstHour(env: Env = {}, others: () => Promise<Env> = async () => ({})): FirstHour {
  const at = {} as FirstHour;
  let broken = false;
  // After the server, which may still send: hooks at the end run in reverse.
  afterAll(() => at.smtp?.stop());
  at.stage = onStage({
    env: async () => {
      at.smtp = await startFakeSmtp();
      const mail = { EMAIL_HOST: at.smtp.host, EMAIL_PORT: String(at.smtp.port), EMAIL_USE_TLS: 'false' };
      return { ...mail, ...env, ...(await others()) };
    },
  });
  beforeAll(async () => {
    at.owner = await at.stage.visit();
    at.page = at.owner.page;
    at.page.setDefaultTimeout(60_000);
  });
  beforeEach(({ skip }) => {
    if (broken) skip('an earlier step failed');
    at.owner.watch();
    onTestFailed(() => {
      broken = true;
    });
  });
  return at;
}

/** The first run, until the Start page is there. */
export async function setUp({ stage, page }: FirstHour, place: Place): Promise<void> {
  await page.goto(`/setup#token=${await stage.server.firstRunToken()}`);
  await page.getByLabel('Your name').fill(OWNER.name);
  await page.getByLabel('E-mail').fill(OWNER.email);
  await page.getByLabel('Password').fill(OWNER.password);
  await page.getByLabel('Name of the organization').fill(place.organization);
  await page.getByLabel('Country').selectOption(place.country);
  await page.getByLabel('Time zone').selectOption(place.timeZone);
  await page.getByLabel(place.trade).check();
  await page.getByLabel(place.trade).press('Enter');
  await page.waitForURL('**/console/start');
  await page.getByRole('heading', { name: 'Start', exact: true }).waitFor();
}

export const field = (within: Page | Locator, name: string) => within.getByRole('textbox', { name, exact: true });
export const row = (page: Page, text: string) => page.getByRole('row').filter({ hasText: text });
export const line = (page: Page, title: string) =>
  page.getByRole('listitem').filter({ has: page.getByText(title, { exact: true }) });
/** The menu's entry, with how far it is. */
export const entry = (page: Page) =>
  page.getByRole('navigation', { name: 'Main menu' }).getByRole('link', { name: /^Start/ });

/** Presses the line's button. */
export const go = (page: Page, title: string, button: string) =>
  line(page, title).getByRole('link', { name: button, exact: true }).press('Enter');

/** Back at Start, the line has its tick. */
export async function ticked(page: Page, title: string): Promise<void> {
  await entry(page).press('Enter');
  await line(page, title).getByRole('img', { name: 'Done' }).waitFor();
}

/** The line about mail: a test mail goes out and arrives. */
export async function tryMail({ page, smtp }: FirstHour): Promise<void> {
  await line(page, 'Mail').getByText('Send yourself a test mail.').waitFor();
  await go(page, 'Mail', 'Set up mail');
  await page.getByRole('button', { name: 'Send me a test mail' }).press('Enter');
  const [mail] = await smtp.waitFor({ to: OWNER.email });
  expect((await mail?.parse())?.subject).toMatch(/^Test mail from /);
  await ticked(page, 'Mail');
}
