import { sql } from 'kysely';
import type { Boot } from '../module/index.ts';

/** `off`: not set up, and not needed. `degraded`: works, but needs attention. */
type PartState = 'up' | 'degraded' | 'down' | 'off';
/**
 * `detail` is a short code such as `no_worker` or `ECONNREFUSED`: the answer is public. `age_s`: seconds since the part
 * last proved that it works.
 */
export type PartHealth = { state: PartState; ms: number; detail?: string; age_s?: number };
export type Health = { state: 'up' | 'degraded' | 'down'; parts: Record<string, PartHealth> };
/** Checks one part. A throw, or no answer in three seconds, is `down`. */
export type HealthCheck = (boot: Boot) => Promise<Omit<PartHealth, 'ms'>>;

declare module '../ctx/index.ts' {
  interface Services {
    health: { all(): Promise<Health>; database(): Promise<PartHealth> };
  }
}
declare module '../module/index.ts' {
  interface Manifest {
    /** part → its check, for /api/v1/health */
    health?: Record<string, HealthCheck>;
  }
}

const TIMEOUT_MS = 3_000;
/** The route is public, so answers are cached this long. */
const FRESH_MS = 1_000;

/** Parts that are always listed, even when no package checks them. */
const ALWAYS = ['database', 'queue', 'mail', 'channels'];

export const databaseCheck: HealthCheck = async ({ database }) => {
  await sql`select 1`.execute(database.system);
  return { state: 'up' };
};

/** Runs the health checks of this server. */
export function createHealth(boot: Boot) {
  return { all: () => checkHealth(boot), database: () => checkPart(boot, databaseCheck) };
}

/** Runs all checks at once. Down when one part is down, so that monitoring notices; each part has its own state. */
async function checkHealth(boot: Boot): Promise<Health> {
  const known = latest.get(boot);
  if (known && performance.now() - known.at < FRESH_MS) return known.health;
  const checks = new Map(boot.manifests.flatMap((m) => Object.entries(m.health ?? {})));
  const names = [...new Set([...ALWAYS, ...checks.keys()])];
  const entries = await Promise.all(
    names.map(async (name): Promise<[string, PartHealth]> => [name, await checkPart(boot, checks.get(name))]),
  );
  const parts = Object.fromEntries(entries);
  const states = Object.values(parts).map((part) => part.state);
  const state = states.includes('down') ? 'down' : states.includes('degraded') ? 'degraded' : 'up';
  const health = { state, parts } as const;
  latest.set(boot, { at: performance.now(), health });
  return health;
}

const latest = new WeakMap<Boot, { at: number; health: Health }>();

async function checkPart(boot: Boot, check: HealthCheck | undefined): Promise<PartHealth> {
  if (!check) return { state: 'off', ms: 0 };
  const started = performance.now();
  const ms = () => Math.round((performance.now() - started) * 10) / 10;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<{ state: PartState; detail: string }>((resolve) => {
    timer = setTimeout(() => resolve({ state: 'down', detail: 'timeout' }), TIMEOUT_MS);
  });
  try {
    const answer = await Promise.race([check(boot), late]);
    return { ...answer, ms: ms() };
  } catch (error) {
    boot.log.warn({ err: error }, 'a health check failed');
    const { code } = error as { code?: unknown };
    return { state: 'down', ms: ms(), ...(typeof code === 'string' && { detail: code }) };
  } finally {
    clearTimeout(timer);
  }
}
