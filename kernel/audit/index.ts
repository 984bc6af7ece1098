import { definePackage } from '../module/index.ts';
import { auditRoutes } from './audit.routes.ts';
import { startSealer } from './sealer.ts';

export {
  audit,
  auditMany,
  auditWrite,
  NO_ORGANIZATION,
} from './audit.ts';
export { signingKey } from './chain.ts';
export { checkHeads, type HeadFinding, headText, readHeads } from './check-heads.ts';

export { entriesOf } from './list-entries.ts';

export { type RedactionOf, redactAudit } from './redact.ts';
export { sealAudit } from './seal.ts';
export { verifyAudit } from './verify.ts';

export const auditPackage = definePackage({
  name: 'audit',
  permissions: { 'audit.read': 'ops' },
  errors: { 'audit.not_found': 404 },
  routes: auditRoutes,
  async start(boot) {
    boot.services.machineEvents = new Map(
      boot.manifests.flatMap(({ machineEvents }) => Object.entries(machineEvents ?? {})),
    );
    // Sealing runs where jobs run, not in web processes. Two workers may both run it: an advisory lock lets one work at
    // a time.
    return boot.role === 'web' ? undefined : startSealer(boot);
  },
});
