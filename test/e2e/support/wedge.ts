import type { Page } from 'playwright-core';

/**
 * The keys of a hand scanner: 5 ms from key to key, or more, by the clock of the keyboard, however busy this machine
 * is, and Enter. Sent below Playwright, which would stamp each key with its own time.
 */
export async function scan(page: Page, text: string, gapMs = 5): Promise<void> {
  const keyboard = await page.context().newCDPSession(page);
  const start = Date.now() / 1000 + 0.3;
  const keys = [...[...text].map((key) => ({ key, text: key })), { key: 'Enter', text: '\r' }];
  await Promise.all(
    keys.flatMap((key, i) => [
      keyboard.send('Input.dispatchKeyEvent', { type: 'keyDown', timestamp: start + (i * gapMs) / 1000, ...key }),
      keyboard.send('Input.dispatchKeyEvent', {
        type: 'keyUp',
        timestamp: start + (i * gapMs + 2) / 1000,
        key: key.key,
      }),
    ]),
  );
  await keyboard.detach();
}
