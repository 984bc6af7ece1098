import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { onTestFailed } from 'vitest';
import { findChromium } from '../../../tools/chromium.mjs';

/** Starts the machine's Chromium. `film` is the camera's picture (Y4M), read again at each start of the camera. */
export function openBrowser(film?: string): Promise<Browser> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('No Chromium was found: install one, or set CHROMIUM_PATH.');
  return chromium.launch({
    executablePath,
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      // Containers give /dev/shm 64 MB, which is less than a page may want.
      '--disable-dev-shm-usage',
      ...(film
        ? [
            '--use-fake-ui-for-media-stream',
            '--use-fake-device-for-media-stream',
            `--use-file-for-fake-video-capture=${film}`,
          ]
        : []),
    ],
  });
}

export type Visit = {
  context: BrowserContext;
  page: Page;
  /** Allows a refusal with this HTTP status; the browser logs each to its console as an error. */
  expectStatus(...statuses: number[]): void;
  /** Allows a console error, such as a connection that the test cuts. */
  expectError(pattern: RegExp): void;
  /** In each test: prints the page's content when the test fails. */
  watch(): void;
  /** The browser's problems so far: console errors, exceptions, blocked content, requests to other hosts. */
  faults: string[];
  close(): Promise<void>;
};

/** A new visitor (own cookies and storage), whose browser problems are recorded. */
export async function visit(browser: Browser, origin: string, options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await browser.newContext({
    baseURL: origin,
    locale: 'en-IN',
    timezoneId: 'Asia/Kolkata',
    ...options,
  });
  context.setDefaultTimeout(150_000);
  const faults: string[] = [];
  const allowed = new Set<number>();
  const allowedErrors: RegExp[] = [];
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      console.error(`blocked by ${event.effectiveDirective}: ${event.blockedURI}`);
    });
  });
  context.on('console', (message) => {
    if (message.type() !== 'error') return;
    const status = /Failed to load resource: .* status of (\d+)/.exec(message.text())?.[1];
    if (status && allowed.has(Number(status))) return;
    if (allowedErrors.some((pattern) => pattern.test(message.text()))) return;
    faults.push(`${message.text()} (${message.location().url})`);
  });
  context.on('weberror', (error) => faults.push(String(error.error().stack)));
  context.on('request', (request) => {
    const url = request.url();
    if (/^https?:/.test(url) && !url.startsWith(`${origin}/`)) faults.push(`request to another host: ${url}`);
  });
  const page = await context.newPage();
  // What the person would have seen, beside the failed line.
  const watch = () =>
    onTestFailed(async () => {
      const text = page.locator('body').innerText({ timeout: 1000 });
      console.error([page.url(), ...faults, await text.catch((error: unknown) => String(error))].join('\n'));
    });
  return {
    context,
    page,
    watch,
    expectStatus: (...statuses) => {
      for (const status of statuses) allowed.add(status);
    },
    expectError: (pattern) => allowedErrors.push(pattern),
    faults,
    close: () => context.close(),
  };
}

/**
 * Turns the page's interception of requests on for good. Turned on with a single route and off after it, it misses
 * about one of the first twenty requests.
 */
export const interceptable = (page: Page) => page.route('**/nothing-of-ours', (route) => route.fallback());

/** Waits until `read` gives a value that is not null or undefined. */
export async function until<T>(read: () => T | Promise<T>, ms = 150_000): Promise<NonNullable<T>> {
  const deadline = Date.now() + ms;
  for (;;) {
    const value = await read();
    if (value !== null && value !== undefined && value !== false) return value;
    if (Date.now() > deadline) throw new Error(`nothing within ${ms} ms: ${read}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
