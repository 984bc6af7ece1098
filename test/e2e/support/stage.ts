import { join } from 'node:path';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { ensureFirstRunToken } from '../../../kernel/auth/index.ts';
import { type FakeSmtp, startFakeSmtp } from '../../fakes/smtp.ts';
import { endFile } from '../../harness/end-of-file.ts';
import { openTestApp, type TestApp } from '../../harness/index.ts';
import { openBrowser, type Visit, visit } from './browser.ts';
import { filmQr } from './qr.ts';
import { freePort, newFolder, type Site } from './server.ts';

type Env = Record<string, string>;
type Options = {
  /** further settings of the server; as a function, what starts something that it needs */
  env?: Env | (() => Promise<Env>);
  /** it sends mail to `stage.smtp`, with this sender */
  mailFrom?: string;
  /** the browser's camera films what `filmQr(stage.film, …)` wrote last */
  camera?: true;
};

export type Stage = {
  film: string;
  app: TestApp;
  server: Site;
  browser: Browser;
  /** with `mailFrom` */
  smtp: FakeSmtp;
  /** A new visitor of this server. */
  visit(options?: BrowserContextOptions): Promise<Visit>;
};

/**
 * What most tests of this folder stand on: before the tests of the file, a server opens on a database of its own that
 * nobody owns yet (`found`), and a browser; after them both end. The server is the whole program in this process, which
 * has loaded it already; what happens to a process is tried by those that `start` one.
 */
export function onStage({ env = {}, mailFrom, camera }: Options = {}): Stage {
  const folder = newFolder();
  const film = join(folder.path, 'camera.y4m');
  const stage = {
    film,
    visit: (options?: BrowserContextOptions) =>
      // As somebody who has allowed it once; a browser without windows has nobody to ask.
      visit(stage.browser, stage.server.url, camera ? { permissions: ['camera'], ...options } : options),
  } as Stage;
  beforeAll(async () => {
    const settings = { ...(typeof env === 'function' ? await env() : env), DATA_DIR: join(folder.path, 'data') };
    if (mailFrom) {
      stage.smtp = await startFakeSmtp();
      const { host, port } = stage.smtp;
      const mail = { EMAIL_HOST: host, EMAIL_PORT: String(port), EMAIL_USE_TLS: 'false', DEFAULT_FROM_EMAIL: mailFrom };
      Object.assign(settings, mail);
    }
    if (camera) filmQr(film, 'nothing of ours');
    [stage.app, stage.browser] = await Promise.all([serve(settings), openBrowser(camera && film)]);
    stage.server = {
      url: stage.app.config.PUBLIC_URL,
      firstRunToken: async () => (await ensureFirstRunToken(stage.app.ctxFor(null, 'start'))) ?? '',
    };
  });
  afterAll(async () => {
    await stage.browser?.close();
    await endFile();
    await stage.smtp?.stop();
    folder.remove();
  });
  return stage;
}

async function serve(env: Env): Promise<TestApp> {
  const port = await freePort();
  const app = await openTestApp({ PUBLIC_URL: `http://localhost:${port}`, ...env });
  await app.http.listen({ port, host: app.config.HOST });
  return app;
}
