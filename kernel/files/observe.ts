import { statfs } from 'node:fs/promises';
import { Gauge } from 'prom-client';
import type { Boot } from '../module/index.ts';
import type { Metrics } from '../observability/index.ts';

/** The disk of DATA_DIR, where files and the embedded database are. */
export function observeDisk(metrics: Metrics, boot: Boot): void {
  new Gauge({
    name: 'counterfoil_disk_bytes',
    help: 'The disk of DATA_DIR; below reserve no pictures are accepted.',
    labelNames: ['state'],
    registers: [metrics.registry],
    async collect() {
      this.reset();
      this.set({ state: 'reserve' }, boot.config.DISK_RESERVE_MB * 1024 ** 2);
      const disk = await statfs(boot.config.DATA_DIR).catch(() => null);
      if (!disk) return;
      this.set({ state: 'free' }, disk.bavail * disk.bsize);
      this.set({ state: 'all' }, disk.blocks * disk.bsize);
    },
  });
}
