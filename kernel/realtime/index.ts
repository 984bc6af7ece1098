/** Public API of the realtime package: pages move by themselves, whichever process did what they show. */
import type { PassThrough } from 'node:stream';
import { Gauge } from 'prom-client';
import { definePackage } from '../module/index.ts';
import { createHub, type Hub, type News } from './hub.ts';
import { realtimeRoutes, topicsOf } from './realtime.routes.ts';
import { HEARTBEAT_MS } from './stream.ts';
import { openWire } from './wire.ts';

export { announce } from './announce.ts';
export type { News } from './hub.ts';
export { openStream, type StreamOptions } from './stream.ts';

export type Realtime = {
  hub: Hub;
  topics: Map<string, string>;
  /** the streams that clients have open */
  streams: Set<PassThrough>;
  /** how many of them one identity and one address have open */
  open: Map<string, number>;
  /** how often a stream is kept awake and its listener's rights are looked at */
  heartbeatMs: number;
  send(news: News): void;
  /** Sends what is gathered, at once; for tests. */
  flush(): Promise<void>;
  /**
   * Hears of a topic in this process: for workers that wait for others' work. `null` in place of an id: anything may
   * have happened.
   */
  on(topic: string, listener: (organizationId: string | null, id: string | null) => void): () => void;
};

declare module '../ctx/index.ts' {
  interface Services {
    realtime?: Realtime;
  }
}
declare module '../module/index.ts' {
  interface Manifest {
    /** topic → the permission that hears of it, or `public` */
    topics?: Record<string, string>;
  }
}

export const realtimePackage = definePackage({
  name: 'realtime',
  permissions: { 'events.read': 'viewer' },
  errors: { 'realtime.off': 404, 'realtime.too_many': 429 },
  routes: realtimeRoutes,
  metrics(metrics, boot) {
    new Gauge({
      name: 'counterfoil_event_streams',
      help: 'Pages that hear news at the moment.',
      registers: [metrics.registry],
      collect() {
        this.set(boot.services.realtime?.streams.size ?? 0);
      },
    });
  },
  http(app, boot) {
    // Streams never end by themselves: a server that waits for them to finish would wait for ever.
    app.addHook('preClose', async () => {
      for (const stream of boot.services.realtime?.streams ?? []) stream.end();
    });
  },
  async start(boot) {
    if (!boot.config.ENABLE_SSE) return undefined;
    const hub = createHub();
    const wire = await openWire(boot.database.connectionString, hub, boot.log);
    boot.services.realtime = {
      hub,
      topics: topicsOf(boot.manifests),
      streams: new Set(),
      open: new Map(),
      heartbeatMs: HEARTBEAT_MS,
      send: wire.send,
      flush: wire.flush,
      on: (topic, listener) =>
        hub.subscribe((news) => {
          if (news === null) listener(null, null);
          else if (news.topic === topic) listener(news.organizationId, news.id);
        }),
    };
    return { stop: () => wire.stop() };
  },
});
