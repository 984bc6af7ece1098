import { fileURLToPath } from 'node:url';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import { hasOwner } from '../kernel/auth/index.ts';
import { type Config, closeDataDir } from '../kernel/config/index.ts';
import type { Ctx, Services } from '../kernel/ctx/index.ts';
import { appConnection, type Migration, migrate, openDatabase, withRoleOf } from '../kernel/db/index.ts';
import { startEmbeddedPostgres } from '../kernel/embedded-postgres/index.ts';
import { buildApp, pictureOrigins } from '../kernel/http/index.ts';
import { claimInstallation, type Installation, refuseNothing } from '../kernel/installation/index.ts';
import { newId } from '../kernel/lib/ids.ts';
import { type Clock, systemClock } from '../kernel/lib/time.ts';
import type { Boot, ProcessRole } from '../kernel/module/index.ts';
import { packages } from '../kernel/packages.ts';
import { pages as kernelPages } from '../web/pages.ts';
import { backupBeforeUpgrade } from './backup-before-upgrade.ts';
import { appMigrations } from './migrations.ts';
import { modules } from './modules.ts';
import { serveWeb } from './web.ts';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export type OpenServices = {
  boot: Boot;
  ctxFor: Boot['ctxFor'];
  installation: Installation;
  close(): Promise<void>;
};
export type OpenApp = OpenServices & { http: FastifyInstance };

export type AppOptions = {
  config: Config;
  log: FastifyBaseLogger;
  role?: ProcessRole;
  clock?: Clock;
  /** what brings the database to this version; those of the program unless a test names others */
  migrations?: Migration[];
  /** false when the caller has already migrated */
  migrate?: boolean;
  onMigration?: (name: string) => void;
  /** false: a database that isn't there is a fault, and none is made */
  mayCreate?: boolean;
  /** the embedded database, when another process runs it already */
  running?: string | undefined;
  /** whether another SECRET_KEY than that of the installation is good enough (kernel/installation) */
  key?: { anyKey?: boolean; newKey?: boolean };
};

/** Opens the services, then the HTTP application, which isn't listening yet. `close` closes them in the reverse order. */
export async function openApp(options: AppOptions): Promise<OpenApp> {
  const services = await openServices(options);
  const { boot, ctxFor } = services;
  try {
    const http = await buildApp(boot, options.log);
    if (boot.role !== 'worker') {
      const pages = [...kernelPages, ...boot.manifests.flatMap((manifest) => manifest.pages ?? [])];
      const { cookieName } = boot.services.auth;
      await serveWeb(http, at('../web/dist'), pages, {
        hasOwner: () => hasOwner(ctxFor(null, 'web')),
        hasSession: ({ cookies }) => cookies[cookieName] !== undefined,
        pictureOrigins: (request) => pictureOrigins(boot, request),
      });
    }
    await http.ready();
    const close = async () => {
      await http.close();
      await services.close();
    };
    return { ...services, http, close };
  } catch (error) {
    await services.close();
    throw error;
  }
}

/**
 * Opens in order the database, migrations, packages and modules: all that a short command needs. `close` closes them in
 * the reverse order.
 */
export async function openServices(options: AppOptions): Promise<OpenServices> {
  const { config, log, mayCreate = true } = options;
  const closers: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    const pooler = config.DATABASE_DIRECT_URL && config.DATABASE_URL;
    const there = config.DATABASE_DIRECT_URL ?? config.DATABASE_URL ?? options.running;
    await refuseNothing(config, mayCreate, there);
    closeDataDir(config.DATA_DIR);
    const url = there ?? (await embedded(config, log, closers));
    // A first start that was cut off leaves a database without tables.
    if (!there) await refuseNothing(config, mayCreate, url);
    if (options.migrate !== false) {
      const beforeUpgrade = () => backupBeforeUpgrade(config, log, url);
      await migrate(url, options.migrations ?? appMigrations(), { onApply: options.onMigration, beforeUpgrade });
    }
    const requests = await appConnection(url, config.DATABASE_APP_URL, pooler);
    const read = config.DATABASE_READ_URL && withRoleOf(config.DATABASE_READ_URL, requests);
    const database = openDatabase(
      { owner: pooler ?? url, app: requests, ...(read && { read }), ...(pooler && { direct: url }) },
      config.DATABASE_POOL,
      log,
    );
    closers.push(() => database.close());
    const installation = await claimInstallation(database.system, config, options.key);
    const services = { database } as Services;
    const ctxFor: Boot['ctxFor'] = (organization, what): Ctx => ({
      organization,
      actor: { kind: 'system', id: null, name: what },
      db: organization ? database.forOrganization(organization.id) : database.withoutOrganization,
      system: database.system,
      inTransaction: false,
      clock: boot.clock,
      locale: organization?.language ?? 'en',
      log,
      requestId: newId(),
      ip: null,
      userAgent: null,
      config,
      services,
    });
    const manifests = [...packages, ...modules];
    const boot: Boot = {
      config,
      database,
      clock: options.clock ?? systemClock,
      log,
      role: options.role ?? 'all',
      manifests,
      services,
      ctxFor,
    };
    for (const manifest of manifests) {
      const running = await manifest.start?.(boot);
      if (running) closers.push(() => running.stop());
    }
    for (const manifest of manifests) {
      const running = await manifest.ready?.(boot);
      if (running) closers.push(() => running.stop());
    }
    return { boot, ctxFor, installation, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function embedded(config: Config, log: FastifyBaseLogger, closers: (() => Promise<void>)[]): Promise<string> {
  const postgres = await startEmbeddedPostgres({ dataDir: config.DATA_DIR, log });
  closers.push(() => postgres.stop());
  // Without its database this process can only refuse requests: it ends, so that its supervisor restarts both.
  void postgres.exited.then(({ expected, reason }) => {
    if (expected) return;
    log.fatal({ reason }, 'the embedded database ended');
    process.exitCode = 1;
    process.kill(process.pid, 'SIGTERM');
  });
  return postgres.connectionString;
}
