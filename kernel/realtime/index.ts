/** Public API of the realtime package: pages update themselves when something changed in any process. */
import type { PassThrough } from 'node:stream';
import { Gauge } from 'prom-client';
import { definePackage } from '../module/index.ts';
import { type Change, createHub, type Hub } from './hub.ts';
import { openNotify } from './pg-notify.ts';
import { realtimeRoutes, topicsOf } from './realtime.routes.ts';
import { HEARTBEAT_MS } from './stream.ts';

export { publish } from './publish.ts';
export { openStream } from './stream.ts';

type Realtime = {
  hub: Hub;
  topics: Map<string, string>;
  /** the open streams of clients */
  streams: Set<PassThrough>;
  /** the number of open streams of each identity and each address */
  open: Map<string, number>;
  /** how often a comment keeps a stream open and the client's rights are checked again */
  heartbeatMs: number;
  publish(change: Change): void;
  /** Sends the gathered changes at once; for tests. */
  flush(): Promise<void>;
  /**
   * Subscribes to a topic in this process, for workers that wait for work from other processes. A null id means that
   * anything may have changed.
   */
  subscribe(topic: string, listener: (organizationId: string | null, id: string | null) => void): () => void;
};

declare module '../ctx/index.ts' {
  interface Services {
    realtime?: Realtime;
  }
}
declare module '../module/index.ts' {
  interface Manifest {
    /** topic → the permission to receive its changes, or `public` */
    topics?: Record<string, string>;
  }
}

export const realtimePackage = definePackage({
  name: 'realtime',
  permissions: { 'events.read': 'viewer' },
  errors: { 'realtime.off': 404, 'realtime.too_many': 429, 'realtime.unknown_topic': 400 },
  routes: realtimeRoutes,
  metrics(metrics, boot) {
    new Gauge({
      name: 'counterfoil_event_streams',
      help: 'Open event streams of pages.',
      registers: [metrics.registry],
      collect() {
        this.set(boot.services.realtime?.streams.size ?? 0);
      },
    });
  },
  http(app, boot) {
    // Streams never end by themselves: without this, closing the server would wait for ever.
    app.addHook('preClose', async () => {
      for (const stream of boot.services.realtime?.streams ?? []) stream.end();
    });
  },
  async start(boot) {
    if (!boot.config.ENABLE_SSE) return undefined;
    const hub = createHub();
    const notify = await openNotify(boot.database.connectionString, hub, boot.log);
    boot.services.realtime = {
      hub,
      topics: topicsOf(boot.manifests),
      streams: new Set(),
      open: new Map(),
      heartbeatMs: HEARTBEAT_MS,
      publish: notify.send,
      flush: notify.flush,
      subscribe: (topic, listener) =>
        hub.subscribe((change) => {
          if (change === null) listener(null, null);
          else if (change.topic === topic) listener(change.organizationId, change.id);
        }),
    };
    return { stop: () => notify.stop() };
  },
});
