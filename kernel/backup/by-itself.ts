import type { FastifyBaseLogger } from 'fastify';
import type { Config } from '../config/index.ts';
import type { Ctx, Services } from '../ctx/index.ts';
import { openDatabase } from '../db/index.ts';
import { openStores } from '../files/index.ts';
import { newId } from '../lib/ids.ts';
import type { Clock } from '../lib/time.ts';
import { type MadeBackup, makeBackup } from './make-backup.ts';

/**
 * A backup with nothing of the program but its database and its files: before an upgrade, and in a process that does
 * nothing else. `url` is of the tables' owner, past any pooler.
 */
export async function makeBackupByItself(
  {
    config,
    log,
    url,
    clock,
    name,
  }: { config: Config; log: FastifyBaseLogger; url: string; clock: Clock; name: string },
  options: { beforeUpgrade?: boolean } = {},
): Promise<MadeBackup> {
  const database = openDatabase({ owner: url, app: url }, 2, log);
  const services = { database, files: { ...openStores(config), purposes: new Map() } } as unknown as Services;
  const ctx: Ctx = {
    organization: null,
    actor: { kind: 'system', id: null, name },
    db: database.withoutOrganization,
    system: database.system,
    inTransaction: false,
    clock,
    locale: 'en',
    log,
    requestId: newId(),
    ip: null,
    userAgent: null,
    config,
    services,
  };
  try {
    return await makeBackup(ctx, options);
  } finally {
    await database.close();
  }
}
