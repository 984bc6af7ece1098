/** Public API of the mirror package: chosen events, appended to an organization's Google Sheet. */

import type { Ctx } from '../ctx/index.ts';
import { definePackage } from '../module/index.ts';
import { retentionSettings } from '../retention/index.ts';
import { getSettings } from '../settings/index.ts';
import type { MirroredEvent } from './define.ts';
import type {} from './mirror-service.ts';
import { countRows, mirrorHealth } from './observe.ts';
import { personalData } from './personal-data.ts';
import { mirrorRoutes } from './routes/mirror.routes.ts';
import { mirrorSettings } from './settings.ts';
import { startWriter } from './writer/writer.ts';

export { type Cell, defineMirrored, type MirroredEvent } from './define.ts';
export { mirror, mirrors, mirrorWrites } from './mirror.ts';

export type { Writer } from './writer/writer.ts';

const days = async (inside: Ctx) => (await getSettings(inside, retentionSettings)).sheet_days;

export const mirrorPackage = definePackage({
  name: 'mirror',
  personalData,
  // The writer looks for the ids of unsure rows in the sheet before it appends them.
  afterRestore: [`update mirror_row set state = 'unsure' where state = 'waiting'`],
  permissions: { 'mirror.read': 'ops', 'mirror.manage': 'admin' },
  errors: { 'mirror.row_not_dead': 409, 'mirror.not_set_up': 409, 'mirror.bad_credentials': 422 },
  routes: mirrorRoutes,
  settings: [mirrorSettings],
  // They contain names and phone numbers. Kept as long as messages, so that a year's rows can be replayed into a new
  // spreadsheet. Waiting and dead rows stay.
  retention: [{ table: 'mirror_row', by: 'batch', age: 'id', days, only: `state in ('done', 'discarded')` }],
  topics: { mirror: 'mirror.read' },
  health: { mirror: mirrorHealth },
  metrics: countRows,
  async start(boot) {
    const events = new Map<string, MirroredEvent>();
    for (const event of boot.manifests.flatMap((manifest) => manifest.mirrored ?? [])) {
      if (events.has(event.name)) throw new Error(`two mirrored events named ${event.name}`);
      events.set(event.name, event);
    }
    boot.services.mirror = { events, writer: undefined, wake() {} };
    return undefined;
  },
  // Only where jobs run, since it is work beside requests; after everything has started.
  async ready(boot) {
    const service = boot.services.mirror;
    if (!service || boot.role === 'web') return undefined;
    const writer = startWriter(boot, service.events);
    service.writer = writer;
    service.wake = writer.wake;
    return { stop: () => writer.stop() };
  },
});
