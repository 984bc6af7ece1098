/**
 * Everything that arrives from outside: stored exactly once, processed in order, set aside when it can't be processed.
 */
import type { Ctx } from '../ctx/index.ts';
import { definePackage } from '../module/index.ts';
import { retentionSettings } from '../retention/index.ts';
import { getSettings } from '../settings/index.ts';
import { inboxHealth } from './health.ts';
import { inboxRoutes } from './inbox.routes.ts';
import { countEvents } from './observe.ts';
import { startProcessor } from './processor.ts';
import { EVENT_TOPIC } from './receive.ts';

export { MAX_ATTEMPTS } from './processor.ts';
export { type RawEvent, readEach, receive, type Unreadable } from './receive.ts';
export { refuseWebhook } from './refuse-webhook.ts';
export { setAside } from './set-aside.ts';
export type { InboxSource, Processor, Worked } from './source.ts';
export { type Due, markFailed, putOff, takeEvent } from './store.ts';

const days = async (inside: Ctx) => (await getSettings(inside, retentionSettings)).inbox_days;

export const inboxPackage = definePackage({
  name: 'inbox',
  permissions: { 'inbox.read': 'ops', 'inbox.settle': 'ops' },
  errors: { 'inbox.event_not_failed': 409, 'inbox.event_unreadable': 409 },
  routes: inboxRoutes,
  // The content is in the conversation or the payment. Longer than any channel repeats a delivery (Meta: a week), and
  // long enough to check what a person says they sent. Waiting events, and failed ones that nobody has handled, stay.
  retention: [{ table: 'inbox_event', by: 'batch', age: 'id', days, only: `state in ('processed', 'discarded')` }],
  health: { inbox: inboxHealth },
  metrics: countEvents,
  topics: { 'inbox.failed': 'inbox.read' },
  async start({ services }) {
    services.inbox = { sources: new Map(), processor: undefined, wake() {} };
    return undefined;
  },
  // Runs after every package has started, since a source may use any of them; only where jobs run, since it is work
  // beside requests.
  async ready(boot) {
    const service = boot.services.inbox;
    if (!service || boot.role === 'web') return undefined;
    const processor = startProcessor(boot, service.sources);
    service.processor = processor;
    service.wake = processor.wake;
    const stopListening = boot.services.realtime?.subscribe(EVENT_TOPIC, () => processor.wake());
    return {
      async stop() {
        stopListening?.();
        await processor.stop();
      },
    };
  },
});
