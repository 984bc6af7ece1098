/**
 * Public API of the ledger package: double entry per organization; entries never change, only reversals correct them.
 */

import { definePackage } from '../module/index.ts';
import { personalData } from './personal-data.ts';
import type { AccountNames } from './queries/entries.ts';
import type { LedgerCheck } from './queries/verify.ts';
import { ledgerRoutes } from './routes/ledger.routes.ts';

export { post, reverse } from './actions/post.action.ts';
export { type LedgerCheck, type LedgerReport, verifyLedger } from './queries/verify.ts';

declare module '../module/index.ts' {
  interface Manifest {
    /** how a package or module checks its own entries; `verifyLedger` calls all of them */
    ledgerChecks?: LedgerCheck[];
    /** the names that people gave to records with accounts of their own */
    accountNames?: AccountNames;
  }
}

export const ledgerPackage = definePackage({
  name: 'ledger',
  personalData,
  permissions: { 'ledger.read': 'admin' },
  staffRoles: [
    {
      key: 'ledger.accountant',
      looks: true,
      permissions: ['ledger.read', 'payments.read', 'payments.statements', 'audit.read', 'imports.read'],
    },
  ],
  errors: {
    'ledger.not_found': 404,
    'ledger.already_reversed': 409,
    'ledger.is_reversal': 409,
    'ledger.reason_blank': 400,
  },
  routes: ledgerRoutes,
  async start({ services, manifests }) {
    services.ledgerChecks = manifests.flatMap((manifest) => manifest.ledgerChecks ?? []);
    services.accountNames = manifests.flatMap((manifest) => manifest.accountNames ?? []);
    return undefined;
  },
});
