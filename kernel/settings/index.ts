/** Public API of the settings package: typed settings per organization. */
import type { Ctx } from '../ctx/index.ts';
import { definePackage } from '../module/index.ts';
import type { SettingsDefinition } from './define.ts';
import { settingsRoutes } from './routes/settings.routes.ts';
import { stateOf } from './state.ts';

export { patchSettings } from './actions/patch-settings.action.ts';
export { defineSettings, type SettingsOf, secret } from './define.ts';
export { getSettings, getSettingsAt, lastGuardedChange } from './get-settings.ts';
export { listSettings, missingTexts } from './queries/list-settings.ts';

/** Fields of a module's settings that an owner changed. */
type GuardedChange = { module: string; fields: string[] };

declare module '../ctx/index.ts' {
  interface Services {
    /** Tells all owners of a change of guarded settings, in its transaction; kernel/tenancy knows who they are. */
    notifyOwners?: (tx: Ctx, change: GuardedChange) => Promise<void>;
  }
}

declare module '../module/index.ts' {
  interface Manifest {
    // biome-ignore lint/suspicious/noExplicitAny: each definition has fields of its own
    settings?: SettingsDefinition<any>[];
  }
}

export const settingsPackage = definePackage({
  name: 'settings',
  permissions: { 'settings.read': 'admin', 'settings.write': 'admin' },
  errors: { 'settings.not_found': 404, 'settings.invalid': 422, 'settings.owner_only': 403 },
  routes: settingsRoutes,
  async start(boot) {
    const { definitions, ofPackages } = stateOf(boot.services);
    for (const { kind, settings = [] } of boot.manifests) {
      for (const definition of settings) {
        if (definitions.has(definition.module)) throw new Error(`two settings for ${definition.module}`);
        definitions.set(definition.module, definition);
        if (kind === 'package') ofPackages.add(definition.module);
      }
    }
    return undefined;
  },
});
