import { sql } from 'kysely';
import type {} from '../http/index.ts';
import { deriveKey } from '../lib/derive-key.ts';
import type { Boot } from '../module/index.ts';
import { deviceKindsOf, type RegisteredKind } from './kinds.ts';

export type DevicesService = {
  kinds: ReadonlyMap<string, RegisteredKind>;
  /** for the hashes of enrolment codes, and for challenges */
  keys: { code: Buffer; challenge: Buffer };
  /** Notes that a device was here; costs its request nothing. */
  saw(organizationId: string, deviceId: string, at: Date): void;
  /** Writes down who was here, in one statement; also for tests. */
  writeSeen(): Promise<void>;
};

declare module '../ctx/index.ts' {
  interface Services {
    devices: DevicesService;
  }
}

/** Near enough for "last seen"; a fleet of thousands that speaks every second is one statement each half minute. */
const WRITE_EVERY_MS = 30_000;

export async function startDevices({ services, database, config, log, manifests }: Boot) {
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
    kinds: deviceKindsOf(manifests),
    keys: {
      code: deriveKey(config.SECRET_KEY, 'devices:code'),
      challenge: deriveKey(config.SECRET_KEY, 'devices:challenge'),
    },
    saw: (organizationId, id, at) => void seen.set(id, { organizationId, at }),
    writeSeen,
  };
  // What a broken connection loses here is a time that the device's next request brings again.
  const write = () => writeSeen().catch((error) => log.warn({ err: error }, 'when devices were seen was not written'));
  const timer = setInterval(write, WRITE_EVERY_MS).unref();
  return {
    async stop() {
      clearInterval(timer);
      await write();
    },
  };
}
