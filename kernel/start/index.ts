/** Public API of the start package: what a new organization has to do, and what of it is done. */
import { rightsOf } from '../auth/index.ts';
import { definePackage, route, type StartStep } from '../module/index.ts';
import { patchSettings } from '../settings/index.ts';
import { StartView } from './contract.ts';
import { reachStep } from './reach.ts';
import { startSettings } from './settings.ts';
import { viewStart } from './start.query.ts';

declare module '../ctx/index.ts' {
  interface Services {
    start: { steps: StartStep[]; rights: ReturnType<typeof rightsOf> };
  }
}

export { lanAddress } from './lan-address.ts';

export const startPackage = definePackage({
  name: 'start',
  settings: [startSettings],
  startSteps: [reachStep],
  routes: [
    route({
      method: 'GET',
      path: '/start',
      permission: 'settings.read',
      summary: 'What a new organization has to do, each with how it really stands',
      reply: StartView,
      run: (ctx) => viewStart(ctx),
    }),
  ],
  // A demo is set up.
  async seed(ctx) {
    const kept = await patchSettings(ctx, 'start', { dismissed: true });
    if (!kept.ok) throw new Error(kept.code);
  },
  async start({ services, manifests }) {
    const ids = new Set<string>();
    const ofKind = (kind: string) =>
      manifests.filter((manifest) => manifest.kind === kind).flatMap(({ startSteps = [] }) => startSteps);
    const steps = [...ofKind('module'), ...ofKind('package')];
    for (const { id } of steps) {
      if (ids.has(id)) throw new Error(`two steps named ${id}`);
      ids.add(id);
    }
    services.start = { steps, rights: rightsOf(manifests) };
    return undefined;
  },
});
