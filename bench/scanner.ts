/**
 * How long a steward waits at the door: in a real browser, from the last key of a hand scanner until green is painted,
 * with the network and then without it. `node bench/scanner.ts [--times=100] [--slow=4]`; `slow`: how many times slower
 * than this machine the phone's processor is.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { openBrowser } from '../test/e2e/support/browser.ts';
import { scan } from '../test/e2e/support/wedge.ts';
import { report } from './load.ts';
import { openStage } from './stage.ts';

const { values } = parseArgs({
  options: {
    times: { type: 'string', default: '100' },
    slow: { type: 'string', default: '4' },
  },
});
const [times, slow] = [Number(values.times), Number(values.slow)];
/** The first few load code and pictures. */
const WARM_UP = 5;

const stage = await openStage('later', { customers: 0, bills: 0, scans: 0, fold: 1 });
const browser = await openBrowser();
try {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, timezoneId: 'Asia/Kolkata' });
  const page = await context.newPage();
  await page.addInitScript(watchTheDoor);
  await page.goto(new URL(`/scanner/#code=${stage.seed.phoneCode}`, stage.url).href);
  await page.getByRole('button', { name: 'Begin' }).click();
  await page.getByTestId('roster-age').getByText('List: just now').waitFor();
  const browserOf = await context.newCDPSession(page);
  await browserOf.send('Emulation.setCPUThrottlingRate', { rate: slow });
  // Of those who may eat.
  const codes = stage.seed.codes.filter((_, at) => (at + 1) % 20 > 3);
  const phone = `on a processor ${slow} times slower, ${stage.seed.codes.length} students`;
  report(`scan to green, with the network`, await measure(page, codes.splice(0, times + WARM_UP)), phone);
  await context.setOffline(true);
  report(`scan to green, without it`, await measure(page, codes.splice(0, times + WARM_UP)), phone);
} finally {
  await browser.close();
  await stage.close();
}
process.exit(0);

async function measure(page: Page, codes: string[]): Promise<number[]> {
  const found: number[] = [];
  for (const code of codes) {
    await scan(page, code);
    await page.locator('.verdict.yes').waitFor();
    await sleep(50);
    found.push(await page.evaluate(() => (window as unknown as { took: number }).took));
    // On a slow machine the verdict may go by itself before it is clicked away.
    await page
      .getByRole('button', { name: 'Next' })
      .click({ timeout: 2000 })
      .catch(() => {});
    await page.getByTestId('verdict').waitFor({ state: 'detached' });
  }
  return found.slice(WARM_UP);
}

/** Runs in the page: from the Enter that ends a code until the frame after the verdict. */
function watchTheDoor(): void {
  let began = 0;
  document.addEventListener(
    'keydown',
    (event) => {
      if (event.key === 'Enter') began = performance.now();
    },
    true,
  );
  const look = new MutationObserver((changes) => {
    const verdict = changes.some(({ addedNodes }) =>
      [...addedNodes].some((node) => (node as Element).matches?.('.verdict')),
    );
    // The callback runs before the frame is painted, the message after it.
    if (verdict)
      requestAnimationFrame(() => setTimeout(() => Object.assign(window, { took: performance.now() - began })));
  });
  look.observe(document, { childList: true, subtree: true });
}
