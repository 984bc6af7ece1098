/** Public API of the webhooks: the organization's events, sent to addresses that it chose. */
import { definePackage } from '../module/index.ts';
import type {} from './events.ts';
import { webhookRoutes } from './routes/webhooks.routes.ts';
import { startWorker, type WebhookWorker } from './worker/worker.ts';

declare module '../ctx/index.ts' {
  interface Services {
    /** where jobs run */
    webhooks?: WebhookWorker;
  }
}

export const webhooksPackage = definePackage({
  name: 'webhooks',
  permissions: { 'webhooks.read': 'ops', 'webhooks.manage': 'admin' },
  errors: {
    'webhooks.not_found': 404,
    'webhooks.delivery_not_found': 404,
    'webhooks.bad_address': 422,
    'webhooks.too_many': 409,
    'webhooks.not_active': 409,
    'webhooks.under_way': 409,
  },
  routes: webhookRoutes,
  // What waited when the backup was made may have left since; what happens after the restore is sent.
  afterRestore: [
    `update webhook_delivery set state = 'dead', settled_at = now() where state = 'waiting'`,
    'update webhook_cursor set read_below = null',
    'delete from webhook_event',
  ],
  personalData: { mentions: [{ table: 'webhook_delivery', columns: ['payload'] }] },
  // For looking at what went wrong; the audit trail keeps the events themselves.
  retention: [
    { table: 'webhook_delivery', by: 'batch', age: 'id', days: 30, only: `state <> 'waiting'` },
    // The worker removes what it read; these are of an address that is gone.
    { table: 'webhook_event', by: 'batch', age: 'at', days: 3 },
  ],
  async ready(boot) {
    if (boot.role === 'web') return undefined;
    const worker = startWorker(boot);
    boot.services.webhooks = worker;
    return { stop: () => worker.stop() };
  },
});
