import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { OWNER, send } from './support/api.ts';
import type { Visit } from './support/browser.ts';
import { onStage } from './support/stage.ts';

/** An upgrade while pages are open: each page notices it, and loads the new version on request. */

const stage = onStage();
let person: Visit;
beforeAll(async () => {
  const organization = {
    name: 'Reading Room',
    slug: 'reading-room',
    country: 'IN',
    time_zone: 'Asia/Kolkata',
    currency: 'INR',
    language: 'en',
    modules: ['raffle', 'mess', 'exhibition'],
  };
  const token = await stage.server.firstRunToken();
  await send(stage.server, 'POST', '/first-run', { token, owner: OWNER, organization });
  person = await stage.visit();
  // Nobody is signed in, and the links are invalid.
  person.expectStatus(400, 401, 404, 410);
});
afterAll(async () => {
  await person?.close();
});

/** As if the server had been upgraded. */
async function upgrade(page: Page): Promise<void> {
  await page.route('**/api/v1/**', async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, headers: { ...answer.headers(), 'x-counterfoil-build': 'anotherbuild' } });
  });
}

/** A person returns to the tab after a quarter of an hour. */
async function comeBack(page: Page): Promise<void> {
  await page.clock.fastForward('15:00');
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
}

test.each(['/console/', '/chat/reading-room', '/c/not-a-token', '/r/nothing', '/m/', '/scanner/login', '/setup'])(
  '%s says that a new version is here, and reloads only when it is told to',
  async (path) => {
    const page = await person.context.newPage();
    await page.clock.install();
    await page.goto(path);
    await page.locator('#root > *').first().waitFor();
    const bar = page.getByRole('status').filter({ hasText: 'A new version is here.' });
    await comeBack(page);
    await page.waitForTimeout(300);
    expect(await bar.count(), 'nothing is new yet').toBe(0);
    await upgrade(page);
    await page.evaluate(() => {
      document.body.dataset.typed = 'half a text';
    });
    await comeBack(page);
    await bar.waitFor();
    expect(await page.evaluate(() => document.body.dataset.typed)).toBe('half a text');
    await bar.getByRole('button', { name: 'Later' }).click();
    expect(await bar.count()).toBe(0);
    await page.unrouteAll();
    await page.reload();
    await page.locator('#root > *').first().waitFor();
    await upgrade(page);
    // It listens a moment after it is shown.
    await expect
      .poll(async () => {
        await comeBack(page);
        return bar.count();
      })
      .toBe(1);
    await page.evaluate(() => {
      document.body.dataset.typed = 'half a text';
    });
    await Promise.all([page.waitForEvent('load'), bar.getByRole('button', { name: 'Load it' }).click()]);
    expect(await page.evaluate(() => document.body.dataset.typed)).toBeUndefined();
    await page.close();
  },
);
