import { join } from 'node:path';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { type FakeSmtp, startFakeSmtp } from '../../fakes/smtp.ts';
import { openBrowser, type Visit, visit } from './browser.ts';
import { dataFolder } from './data-folder.ts';
import { filmQr } from './qr.ts';
import { type Server, start } from './server.ts';

type Options = {
  /** further settings of the server */
  env?: Record<string, string>;
  /** it sends mail to `stage.smtp`, with this sender */
  mailFrom?: string;
  /** the browser's camera films what `filmQr(stage.film, …)` wrote last */
  camera?: true;
};

export type Stage = {
  folder: ReturnType<typeof dataFolder>;
  film: string;
  server: Server;
  browser: Browser;
  /** with `mailFrom` */
  smtp: FakeSmtp;
  /** A new visitor of this server. */
  visit(options?: BrowserContextOptions): Promise<Visit>;
};

/**
 * What most tests of this folder stand on: before the tests of the file, a server starts on a database of its own that
 * nobody owns yet (`found`), and a browser; after them both are stopped.
 */
export function onStage({ env = {}, mailFrom, camera }: Options = {}): Stage {
  const folder = dataFolder();
  const film = join(folder.path, 'camera.y4m');
  const stage = {
    folder,
    film,
    visit: (options?: BrowserContextOptions) => visit(stage.browser, stage.server.url, options),
  } as Stage;
  beforeAll(async () => {
    const settings = { ...env, DATA_DIR: folder.path };
    if (mailFrom) {
      stage.smtp = await startFakeSmtp();
      const { host, port } = stage.smtp;
      const mail = { EMAIL_HOST: host, EMAIL_PORT: String(port), EMAIL_USE_TLS: 'false', DEFAULT_FROM_EMAIL: mailFrom };
      Object.assign(settings, mail);
    }
    if (camera) filmQr(film, 'nothing of ours');
    [stage.server, stage.browser] = await Promise.all([start(settings), openBrowser(camera && film)]);
  });
  afterAll(async () => {
    await stage.browser?.close();
    await stage.server?.stop();
    await stage.smtp?.stop();
    folder.remove();
  });
  return stage;
}
