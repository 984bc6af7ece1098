import { isInTheWay } from '../db/index.ts';
import { definePackage } from '../module/index.ts';
import { applyRetentionJob } from './apply-retention.job.ts';
import { makeMonths } from './months.ts';
import { countMonths } from './observe.ts';
import { retentionSettings } from './settings.ts';

export { applyRetention } from './apply-retention.ts';
export { countExpired, type Expired } from './count-expired.ts';
export type { Retention } from './define.ts';
export { chatPictureDays, proofDays, retentionSettings } from './settings.ts';

export const retentionPackage = definePackage({
  name: 'retention',
  jobs: [applyRetentionJob],
  settings: [retentionSettings],
  metrics: countMonths,
  async start(boot) {
    boot.services.retention = boot.manifests.flatMap((manifest) => manifest.retention ?? []);
    // Before any request writes: after a program was off for months, this month's partitions exist.
    await makeMonths(boot.ctxFor(null, 'retention'), 1).catch((error) => {
      // A long read holds the table. The nightly job tries again, and there are months ahead.
      if (!isInTheWay(error)) throw error;
      boot.log.warn({ err: error }, 'the partitions of the next months were not made');
    });
    return undefined;
  },
});
