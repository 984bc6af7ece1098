/** The package's state in a running process: the definitions, the cache, and the secret box. */
import type { Config } from '../config/index.ts';
import type { Services } from '../ctx/index.ts';
import { createSecretBox, type SecretBox } from '../lib/secretbox.ts';
import type { SettingsDefinition } from './define.ts';

/**
 * The maximum age of a cached row, in milliseconds. The process that changed a setting removes its copy at the commit;
 * another process may use the old value for this long. Settings change a few times a month, so five seconds of an old
 * logo do no harm, while reading the database in every request would cost time. Where it matters, read with `{ fresh:
 * true }`.
 */
export const MAX_AGE_MS = 5000;

export type Stored = Record<string, unknown>;
type Entry = { values: Promise<Stored>; at: number };

export type SettingsState = {
  definitions: Map<string, SettingsDefinition>;
  /** names of the kernel packages' definitions: every organization has them, whatever modules it uses */
  ofPackages: Set<string>;
  cache: Map<string, Entry>;
  /** Counts removals, so that a read that began before one doesn't cache the old row. */
  generation: number;
};

const states = new WeakMap<Services, SettingsState>();

export function stateOf(services: Services): SettingsState {
  let state = states.get(services);
  if (!state) {
    state = { definitions: new Map(), ofPackages: new Set(), cache: new Map(), generation: 0 };
    states.set(services, state);
  }
  return state;
}

const boxes = new WeakMap<Config, SecretBox>();

export function boxOf(config: Config): SecretBox {
  let box = boxes.get(config);
  if (!box) {
    box = createSecretBox(config.SECRET_KEY, 'settings');
    boxes.set(config, box);
  }
  return box;
}

/** The place of a sealed value: it can't be opened for another. */
export function placeOf(organizationId: string, module: string, field: string): string {
  return `${organizationId}/${module}/${field}`;
}
