import { definePackage } from '../module/index.ts';
import { healthRoutes } from './health.routes.ts';
import { createHealth, databaseCheck } from './health.ts';
import { createMetrics } from './metrics.ts';
import { observeRequests } from './requests.ts';

export type { HealthCheck } from './health.ts';
export { createLogger } from './logger.ts';
export type { Metrics } from './metrics.ts';
export type { Probe } from './probe.ts';

export const observabilityPackage = definePackage({
  name: 'observability',
  errors: { 'health.down': 503 },
  routes: healthRoutes,
  health: { database: databaseCheck },
  http: observeRequests,
  async start(boot) {
    boot.services.metrics = createMetrics(boot);
    boot.services.health = createHealth(boot);
    return undefined;
  },
  async ready(boot) {
    const { metrics } = boot.services;
    if (metrics) for (const manifest of boot.manifests) manifest.metrics?.(metrics, boot);
    return undefined;
  },
});
