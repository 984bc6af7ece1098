import { orgOf } from '../../kernel/ctx/index.ts';
import { exportRoutes } from '../../kernel/exports/index.ts';
import { defineModule } from '../../kernel/module/index.ts';
import { retentionSettings } from '../../kernel/retention/index.ts';
import { getSettings } from '../../kernel/settings/index.ts';
import { billNames } from './bills/bill-names.query.ts';
import { billsExport } from './bills/bills.export.ts';
import { getBill } from './bills/bills.query.ts';
import { billRoutes } from './bills/bills.routes.ts';
import { billsCheck } from './bills/ledger-check.ts';
import { billPayable } from './bills/payable.ts';
import { bulk } from './bulk.ts';
import { creditRoutes } from './credit/credit.routes.ts';
import { creditCheck } from './credit/ledger-check.ts';
import { followLink } from './customer-page/portal.query.ts';
import { portalRoutes } from './customer-page/portal.routes.ts';
import { portalSubject } from './customer-page/portal-subject.rule.ts';
import { customerNames } from './customers/customer-names.query.ts';
import { customersExport } from './customers/customers.export.ts';
import { customersImport } from './customers/customers.import.ts';
import { customerRoutes } from './customers/customers.routes.ts';
import { customerRegistered } from './customers/mirrored.ts';
import { welcome } from './customers/welcome.message.ts';
import { dashboardRoutes } from './dashboard/dashboard.routes.ts';
import { deskRoutes } from './desk/desk.routes.ts';
import { waiting } from './desk/offline-sales.query.ts';
import { displayKind, displayRoutes } from './display/display.routes.ts';
import { documentRoutes } from './documents/documents.routes.ts';
import { entranceKind, entranceRoutes } from './entrance/entrance.routes.ts';
import { VISIT } from './entrance/let-in.action.ts';
import { visitsExport } from './entrance/visits.export.ts';
import { exhibitionRoutes } from './exhibitions/exhibitions.routes.ts';
import { figures } from './figures.ts';
import { formRoutes } from './form/form.routes.ts';
import { itemNames } from './items/item-names.query.ts';
import { itemPicture } from './items/item-picture.ts';
import { itemsExport } from './items/items.export.ts';
import { itemsImport } from './items/items.import.ts';
import { itemRoutes } from './items/items.routes.ts';
import { DISCOUNT, errors, ITEM, permissions, RETURN, staffRoles, VOID } from './names.ts';
import { pages } from './pages.ts';
import { personalData } from './personal-data.ts';
import { WAITING } from './registration/register-self.action.ts';
import { waitingNames } from './registration/registration.query.ts';
import { registrationRoutes } from './registration/registration.routes.ts';
import { waitingMessage } from './registration/waiting.message.ts';
import { salesRoutes } from './sales/sales.routes.ts';
import { searchers } from './searchers.ts';
import { seed } from './seed.ts';
import { exhibitionSettings } from './settings.ts';
import { stallsCheck } from './settlements/ledger-check.ts';
import { settlementRoutes } from './settlements/settlements.routes.ts';
import { stallLimit } from './stalls/stall.limit.ts';
import { stallRoutes } from './stalls/stalls.routes.ts';
import { startSteps } from './start-steps.ts';

/** The exhibition desk: everything it registers with the server, and nothing else. */
export const exhibition = defineModule({
  name: 'exhibition',
  editableTexts: ['messages.exhibition', 'documents.exhibition.refund_of'],
  features: [
    'exhibitions',
    'stalls',
    'form',
    'customers',
    'registration',
    'entrance',
    'items',
    'credit',
    'bills',
    'documents',
    'desk',
    'display',
    'customer-page',
    'dashboard',
    'settlements',
    'sales',
    'console',
    'portal',
  ],
  personalData,
  deviceKinds: [displayKind, entranceKind],
  machineEvents: {
    'exhibition.visit.made': { table: 'exhibition_visit', distinguishedBy: 'the row says which scanner' },
  },
  retention: [
    {
      table: 'exhibition_visit',
      by: 'batch',
      age: 'day',
      days: async (inside) => (await getSettings(inside, retentionSettings)).scan_days,
    },
  ],
  limits: [stallLimit],
  approvals: {
    [VOID]: 'console.exhibition.bill.approve_void',
    [RETURN]: 'console.exhibition.bill.approve_return',
    [DISCOUNT]: 'console.exhibition.bill.approve_discount',
  },
  eventRecords: { 'exhibition.bill': getBill },
  subjectNames: {
    'exhibition.customer': customerNames,
    'exhibition.bill': billNames,
    [ITEM]: itemNames,
    [WAITING]: waitingNames,
  },
  permissions,
  staffRoles,
  searchers,
  bulk,
  figures,
  startSteps,
  errors,
  settings: [exhibitionSettings],
  payables: [billPayable],
  ledgerChecks: [billsCheck, creditCheck, stallsCheck],
  pages,
  routes: [
    ...exhibitionRoutes,
    ...stallRoutes,
    ...settlementRoutes,
    ...salesRoutes,
    ...dashboardRoutes,
    ...exportRoutes(customersExport, '/exhibition/customers/export'),
    ...exportRoutes(billsExport, '/exhibition/bills/export'),
    ...exportRoutes(itemsExport, '/exhibition/items/export'),
    ...documentRoutes,
    ...formRoutes,
    ...registrationRoutes,
    ...entranceRoutes,
    ...exportRoutes(visitsExport, '/exhibition/visits/export'),
    ...customerRoutes,
    ...itemRoutes,
    ...displayRoutes,
    ...creditRoutes,
    ...billRoutes,
    ...deskRoutes,
    ...portalRoutes,
  ],
  waiting,
  topics: {
    'exhibition.exhibition': 'exhibition.read',
    'exhibition.customer': 'exhibition.customer.read',
    'exhibition.waiting': 'exhibition.customer.read',
    [VISIT]: 'exhibition.customer.read',
    'exhibition.bill': 'exhibition.read',
    'exhibition.item': 'exhibition.read',
    'exhibition.stall': 'exhibition.read',
  },
  messages: [welcome, waitingMessage],
  mirrored: [customerRegistered],
  files: [itemPicture],
  exporters: [customersExport, billsExport, itemsExport, visitsExport],
  importers: [customersImport, itemsImport],
  async portalGrant(ctx, token) {
    const link = await followLink(ctx, token);
    return link && { organization: orgOf(link.inside), subject: portalSubject(link.customerId) };
  },
  seed,
});
