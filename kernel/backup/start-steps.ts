import { isFirstOrganization } from '../db/index.ts';
import type { StartStep } from '../module/index.ts';
import { backupWarning } from './view-backups.query.ts';

/** Backups belong to the operator, the first organization; others have no such step. */
export const backupStep: StartStep = {
  id: 'backup.backup',
  permission: 'backup.write',
  to: '/office/backups',
  async look(ctx) {
    if (!(await isFirstOrganization(ctx))) return null;
    const { warning } = await backupWarning(ctx);
    const say = warning === 'off' ? 'todo' : warning === 'none' ? 'none' : 'fault';
    return { done: warning === null, say, trouble: say === 'fault' };
  },
};
