import { defineModule } from '../../kernel/module/index.ts';
import { agentRoutes } from './agents/agents.routes.ts';
import { alertMessage } from './alerts/alert.message.ts';
import { noticesJob, noticesNowJob, watchJob } from './alerts/alerts.job.ts';
import { getAlert } from './alerts/alerts.query.ts';
import { alertRoutes } from './alerts/alerts.routes.ts';
import { askPhoneJob } from './chat/ask-phone.job.ts';
import { electricityFlow } from './chat/electricity.flow.ts';
import { getClaim } from './claims/claims.query.ts';
import { claimRoutes } from './claims/claims.routes.ts';
import { customersImport } from './customers/customers.import.ts';
import { customerNames, getCustomer } from './customers/customers.query.ts';
import { customerRoutes } from './customers/customers.routes.ts';
import { dashboardRoutes } from './dashboard/dashboard.routes.ts';
import { figures } from './figures.ts';
import { ledgerRoutes } from './ledger/ledger.routes.ts';
import { energyCheck } from './ledger/ledger-check.ts';
import { metersImport } from './ledger/meters.import.ts';
import { meterRoutes } from './meters/meters.routes.ts';
import { errors, METER_DEVICE, permissions, staffRoles } from './names.ts';
import { personalData } from './personal-data.ts';
import { purchasePayable } from './purchases/payable.ts';
import { getPurchase } from './purchases/purchases.query.ts';
import { purchaseRoutes } from './purchases/purchases.routes.ts';
import { sweepPurchasesJob } from './purchases/sweep.job.ts';
import { readingPhoto } from './readings/photo.ts';
import { getReading } from './readings/readings.query.ts';
import { readingRoutes } from './readings/readings.routes.ts';
import { receiptPages } from './receipts/receipt.http.ts';
import { reportMessage } from './reports/report.message.ts';
import { reportsJob } from './reports/reports.job.ts';
import { reportRoutes } from './reports/reports.routes.ts';
import { searchers } from './searchers.ts';
import { seed } from './seed.ts';
import { electricitySettings } from './settings.ts';
import { metersSimulation } from './simulator/meters.simulation.ts';
import { startSteps } from './start-steps.ts';
import { tariffRoutes } from './tariffs/tariffs.routes.ts';
import { askVendingJob } from './tokens/ask-vending.job.ts';
import { tokenRoutes } from './tokens/tokens.routes.ts';
import { transactionsExport } from './transactions/transactions.export.ts';
import { transactionRoutes } from './transactions/transactions.routes.ts';
import { getBatch } from './vouchers/batches.query.ts';
import { voucherCheck } from './vouchers/voucher-check.ts';
import { voucherRoutes } from './vouchers/vouchers.routes.ts';
import { waiting } from './waiting.ts';

/** Prepaid electricity: everything it registers with the server, and nothing else. */
export const electricity = defineModule({
  name: 'electricity',
  editableTexts: [
    'messages.electricity',
    'chat.electricity',
    'documents.electricity.receipt.genuine',
    'documents.electricity.receipt.genuine_page',
  ],
  features: [
    'tariffs',
    'meters',
    'customers',
    'claims',
    'tokens',
    'ledger',
    'readings',
    'receipts',
    'alerts',
    'agents',
    'purchases',
    'vouchers',
    'transactions',
    'reports',
    'dashboard',
    'chat',
    'portal',
    'console',
    'simulator',
  ],
  personalData,
  subjectNames: { 'electricity.customer': customerNames },
  eventRecords: {
    'electricity.alert': getAlert,
    'electricity.claim': getClaim,
    'electricity.customer': getCustomer,
    'electricity.purchase': getPurchase,
    'electricity.reading': getReading,
    'electricity.voucher_batch': getBatch,
  },
  permissions,
  staffRoles,
  searchers,
  figures,
  waiting,
  startSteps,
  errors,
  settings: [electricitySettings],
  topics: {
    'electricity.meter': 'electricity.read',
    'electricity.claim': 'electricity.read',
    'electricity.customer': 'electricity.read',
    'electricity.tariff': 'electricity.read',
    'electricity.purchase': 'electricity.read',
    'electricity.reading': 'electricity.read',
    'electricity.voucher': 'electricity.read',
    'electricity.voucher_batch': 'electricity.read',
    'electricity.agent': 'electricity.read',
    'electricity.alert': 'electricity.read',
  },
  deviceKinds: [{ kind: METER_DEVICE, permissions: ['electricity.report'], codeMinutes: 1440 }],
  machineEvents: {
    'electricity.reading.reported': {
      table: 'electricity_reading',
      distinguishedBy: 'the row says which machine; what it changed is in the energy ledger, which nothing changes',
    },
  },
  files: [readingPhoto],
  jobs: [sweepPurchasesJob, askVendingJob, askPhoneJob, watchJob, noticesJob, noticesNowJob, reportsJob],
  messages: [alertMessage, reportMessage],
  flows: [electricityFlow],
  payables: [purchasePayable],
  ledgerChecks: [energyCheck, voucherCheck],
  exporters: [transactionsExport],
  importers: [metersImport, customersImport],
  routes: [
    ...meterRoutes,
    ...customerRoutes,
    ...claimRoutes,
    ...tariffRoutes,
    ...ledgerRoutes,
    ...readingRoutes,
    ...purchaseRoutes,
    ...voucherRoutes,
    ...agentRoutes,
    ...tokenRoutes,
    ...transactionRoutes,
    ...dashboardRoutes,
    ...alertRoutes,
    ...reportRoutes,
  ],
  simulations: [metersSimulation],
  http: receiptPages,
  seed,
});
