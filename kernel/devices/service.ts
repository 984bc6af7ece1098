import { sql } from 'kysely';
import type {} from '../http/index.ts';
import { deriveKey } from '../lib/derive-key.ts';
import type { Boot } from '../module/index.ts';
import { type Identify, identifier } from './authenticator.ts';
import { deviceKindsOf, type RegisteredKind } from './kinds.ts';

type DevicesService = {
  /** who has this token */
  identify: Identify;
  kinds: ReadonlyMap<string, RegisteredKind>;
  /** for the hashes of enrolment codes, and for challenges */
  keys: { code: Buffer; challenge: Buffer };
  /** Records that a device was used; its request does not wait for it. */
  saw(organizationId: string, deviceId: string, at: Date): void;
  /** Writes the recorded times in one statement; also for tests. */
  writeSeen(): Promise<void>;
};

declare module '../ctx/index.ts' {
  interface Services {
    devices: DevicesService;
  }
}

/** Exact enough for "last seen"; thousands of devices that call every second cost one statement each half minute. */
const WRITE_EVERY_MS = 30_000;

export async function startDevices(boot: Boot) {
  const { services, database, config, log, manifests } = boot;
  let seen = new Map<string, { organizationId: string; at: Date }>();
  const writeSeen = async () => {
    const all = [...seen].sort(([a], [b]) => (a < b ? -1 : 1));
    seen = new Map();
    if (all.length === 0) return;
    await sql`
      update device d set last_seen_at = u.at
      from unnest(${all.map(([, { organizationId }]) => organizationId)}::uuid[], ${all.map(([id]) => id)}::uuid[],
        ${all.map(([, { at }]) => at.toISOString())}::timestamptz[]) as u (organization_id, id, at)
      where d.organization_id = u.organization_id and d.id = u.id and (d.last_seen_at is null or d.last_seen_at < u.at)`.execute(
      database.system,
    );
  };
  services.devices = {
    identify: identifier(boot),
    kinds: deviceKindsOf(manifests),
    keys: {
      code: deriveKey(config.SECRET_KEY, 'devices:code'),
      challenge: deriveKey(config.SECRET_KEY, 'devices:challenge'),
    },
    saw: (organizationId, id, at) => void seen.set(id, { organizationId, at }),
    writeSeen,
  };
  // A broken connection loses only times, which the devices' next requests set again.
  const write = () => writeSeen().catch((error) => log.warn({ err: error }, 'when devices were seen was not written'));
  const timer = setInterval(write, WRITE_EVERY_MS).unref();
  return {
    async stop() {
      clearInterval(timer);
      await write();
    },
  };
}
