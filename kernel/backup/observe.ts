import { Gauge } from 'prom-client';
import type { Boot } from '../module/index.ts';
import type { HealthCheck, Metrics } from '../observability/index.ts';
import { backupWarning } from './view-backups.query.ts';

/** `off`: no passphrase is set. `degraded`: what is wrong with the last good one, or that there is none (`none`). */
export const backupHealth: HealthCheck = async (boot: Boot) => {
  const { warning } = await backupWarning(boot.ctxFor(null, 'health'));
  if (warning === 'off') return { state: 'off' };
  return warning ? { state: 'degraded', detail: String(warning) } : { state: 'up' };
};

/** The age and size of the last good backup, which are absent while there is none, and whether backups are made at all. */
export function observeBackups(metrics: Metrics, boot: Boot): void {
  const registers = [metrics.registry];
  new Gauge({
    name: 'counterfoil_backup_wanted',
    help: '1 when BACKUP_PASSPHRASE is set, so that backups are made.',
    registers,
    collect() {
      this.set(boot.config.BACKUP_PASSPHRASE ? 1 : 0);
    },
  });
  const lastGood = () =>
    boot.database.system
      .selectFrom('backup')
      .select(['started_at', 'size_bytes', 'place'])
      .where('state', '=', 'done')
      .orderBy('started_at', 'desc')
      .limit(1)
      .executeTakeFirst();
  // With a label, since a gauge without one says 0 when it has no value.
  const labelNames = ['place'] as const;
  new Gauge({
    name: 'counterfoil_backup_size_bytes',
    help: 'Size of the last good backup.',
    labelNames,
    registers,
    async collect() {
      const good = await lastGood();
      this.reset();
      if (good) this.set({ place: good.place }, Number(good.size_bytes ?? 0));
    },
  });
  new Gauge({
    name: 'counterfoil_backup_age_seconds',
    help: 'Time since the last good backup began.',
    labelNames,
    registers,
    async collect() {
      const good = await lastGood();
      const { warning } = await backupWarning(boot.ctxFor(null, 'metrics'));
      this.reset();
      // A backup whose file is gone or damaged has no age: the alert takes its absence for what it is.
      if (good && (warning === null || warning === 'old' || warning === 'off'))
        this.set({ place: good.place }, (boot.clock.now().getTime() - good.started_at.getTime()) / 1000);
    },
  });
}
