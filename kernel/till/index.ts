/** Public API of the till package: drawers of cash, the sessions of cashiers, and what supervisors approve. */

import { definePackage } from '../module/index.ts';
import { approvalRoutes } from './approvals/approvals.routes.ts';
import { APPROVALS } from './approvals/names.ts';
import { drawerAccounts } from './drawers/drawers.query.ts';
import { drawerRoutes } from './drawers/drawers.routes.ts';
import { addDrawer } from './drawers/save-drawer.action.ts';
import { ledgerCheck } from './ledger-check.ts';
import { DRAWER, errors, permissions, SESSION } from './names.ts';
import { personalData } from './personal-data.ts';
import { reportRoutes } from './report/report.routes.ts';
import { sessionRoutes } from './sessions/sessions.routes.ts';
import { tillSettings } from './settings.ts';
import { drawerNames, sessionNames } from './subject-names.query.ts';
import { waiting } from './waiting.ts';

export { type Approver, approvedRefund, useUpApproval } from './approvals/use-up-approval.ts';
export { cashAccount, houseCash, type Made, mistakenCash, type Tax } from './cash-account.ts';
export { getDrawer as drawerOf } from './drawers/drawers.query.ts';
export { ownDrawer } from './drawers/save-drawer.action.ts';
export { tillOfPayment } from './sessions/sessions.query.ts';

export const tillPackage = definePackage({
  name: 'till',
  personalData,
  subjectNames: { [SESSION]: sessionNames, [DRAWER]: drawerNames },
  waiting,
  permissions,
  errors,
  routes: [...drawerRoutes, ...sessionRoutes, ...reportRoutes, ...approvalRoutes],
  settings: [tillSettings],
  ledgerChecks: [ledgerCheck],
  accountNames: drawerAccounts,
  approvals: APPROVALS,
  // An approval is worth nothing after two minutes; what it was for has the approver's name.
  retention: [{ table: 'till_approval', by: 'batch', age: 'id', days: 30 }],
  topics: { [SESSION]: 'till.use', [DRAWER]: 'till.use' },
  async seed(ctx) {
    const made = await addDrawer(ctx, { name: 'Front desk' });
    if (!made.ok) throw new Error(made.code);
  },
  async start({ services, manifests }) {
    services.approvals = new Map(manifests.flatMap(({ approvals = {} }) => Object.entries(approvals)));
    return undefined;
  },
});
