import { exportRoutes } from '../../kernel/exports/index.ts';
import { defineModule } from '../../kernel/module/index.ts';
import { retentionSettings } from '../../kernel/retention/index.ts';
import { getSettings } from '../../kernel/settings/index.ts';
import { broadcastAnnouncementJob } from './announcements/broadcast-announcement.job.ts';
import { sendAnnouncementJob } from './announcements/send-announcement.job.ts';
import { bulk } from './bulk.ts';
import { officeFlow } from './chat/office/office.flow.ts';
import { sendQuestionJob } from './chat/office/send-question.job.ts';
import { studentFlow } from './chat/student.flow.ts';
import { broadcastClosureJob } from './closures/broadcast-closure.job.ts';
import { getClosure } from './closures/closures.query.ts';
import { closureRoutes } from './closures/closures.routes.ts';
import { sendClosureJob } from './closures/send-closure.job.ts';
import { codeRoutes } from './codes/changing-code.routes.ts';
import { studentHolders } from './codes/code-holders.ts';
import { codePhoneActor, codePhoneAuthenticator } from './codes/code-phone.ts';
import { qrRoutes } from './codes/qr.routes.ts';
import { qrPictureFile } from './codes/qr-picture.action.ts';
import { regenerateCodesJob } from './codes/regenerate-codes.job.ts';
import { cookCountRoutes } from './cook-count/cook-count.routes.ts';
import { keepCountsJob } from './cook-count/keep-counts.job.ts';
import { sweepCountsJob } from './cook-count/sweep-counts.job.ts';
import { cutsExport } from './cuts/cuts.export.ts';
import { getCut } from './cuts/cuts.query.ts';
import { cutRoutes } from './cuts/cuts.routes.ts';
import { cycleRoutes } from './cycles/cycles.routes.ts';
import { doorRoutes } from './door/door.routes.ts';
import { doorErrors } from './door/names.ts';
import { scannerRoutes } from './door/scanner.routes.ts';
import { scannerKinds } from './door/scanner.ts';
import { scansExport } from './door/scans.export.ts';
import { figures } from './figures.ts';
import { mealRoutes } from './meals/meals.routes.ts';
import { mirrored } from './mirrored.ts';
import { errors, permissions, staffRoles } from './names.ts';
import { pages } from './pages.ts';
import { cyclePayable } from './payments/payable.ts';
import { paymentsExport } from './payments/payments.export.ts';
import { getCyclePayment } from './payments/payments.query.ts';
import { paymentRoutes } from './payments/payments.routes.ts';
import { personalData } from './personal-data.ts';
import { broadcastRebatesJob } from './rebates/broadcast-rebates.job.ts';
import { creditRebatesJob } from './rebates/credit-rebates.job.ts';
import { rebateRoutes } from './rebates/rebates.routes.ts';
import { sendRebateJob } from './rebates/send-rebate.job.ts';
import { sweepCyclesJob } from './rebates/sweep-cycles.job.ts';
import { reportRoutes } from './reports/reports.routes.ts';
import { searchers } from './searchers.ts';
import { seed } from './seed.ts';
import { notifyServedJob } from './served/notify-served.job.ts';
import { sweepServedJob } from './served/sweep-served.job.ts';
import { messSettings } from './settings.ts';
import { startSteps } from './start-steps.ts';
import { studentNames } from './students/student-names.query.ts';
import { studentPhoto } from './students/student-photo.ts';
import { studentsExport } from './students/students.export.ts';
import { studentsImport } from './students/students.import.ts';
import { studentRoutes } from './students/students.routes.ts';
import { waiting } from './waiting.ts';

/** The mess hall: everything it registers with the server, and nothing else. */
export const mess = defineModule({
  name: 'mess',
  editableTexts: [
    'chat.mess.notice',
    'chat.mess.closure',
    'chat.mess.served',
    'chat.mess.rebate',
    'chat.mess.announcement',
    'chat.mess.student',
  ],
  features: [
    'calendar',
    'meals',
    'cycles',
    'students',
    'closures',
    'codes',
    'cuts',
    'rebates',
    'payments',
    'served',
    'door',
    'cook-count',
    'reports',
    'announcements',
    'chat',
    'console',
  ],
  personalData,
  subjectNames: { 'mess.student': studentNames },
  eventRecords: { 'mess.closure': getClosure, 'mess.cut': getCut, 'mess.cycle_payment': getCyclePayment },
  permissions,
  staffRoles,
  searchers,
  bulk,
  figures,
  waiting,
  startSteps,
  errors: { ...errors, ...doorErrors },
  settings: [messSettings],
  topics: {
    'mess.student': 'mess.read',
    'mess.cycle': 'mess.read',
    'mess.cycle_payment': 'mess.read',
    'mess.cut': 'mess.read',
    'mess.closure': 'mess.read',
    'mess.meal': 'mess.read',
    'mess.scan': 'mess.read',
    'mess.count': 'mess.read',
    'mess.scanner': 'mess.read',
    'mess.announcement': 'mess.read',
  },
  deviceKinds: scannerKinds,
  authenticators: [codePhoneAuthenticator],
  actorKinds: [codePhoneActor],
  machineEvents: {
    'mess.scan.made': { table: 'mess_scan', distinguishedBy: 'the row says which scanner; requests can not delete it' },
  },
  files: [studentPhoto, qrPictureFile],
  flows: [officeFlow, studentFlow],
  jobs: [
    creditRebatesJob,
    sweepCyclesJob,
    regenerateCodesJob,
    broadcastClosureJob,
    broadcastRebatesJob,
    sendRebateJob,
    sendClosureJob,
    notifyServedJob,
    sweepServedJob,
    keepCountsJob,
    sweepCountsJob,
    sendQuestionJob,
    broadcastAnnouncementJob,
    sendAnnouncementJob,
  ],
  payables: [cyclePayable],
  mirrored,
  codeHolders: [studentHolders],
  importers: [studentsImport],
  exporters: [studentsExport, paymentsExport, cutsExport, scansExport],
  pages,
  routes: [
    ...exportRoutes(paymentsExport, '/mess/payments/export', '/api/v1/admin/reports/payments'),
    ...exportRoutes(cutsExport, '/mess/cuts/export', '/api/v1/admin/reports/mess-cuts'),
    ...exportRoutes(scansExport, '/mess/scans/export', '/api/v1/admin/reports/scans'),
    ...mealRoutes,
    ...studentRoutes,
    ...codeRoutes,
    ...qrRoutes,
    ...cycleRoutes,
    ...rebateRoutes,
    ...paymentRoutes,
    ...closureRoutes,
    ...cutRoutes,
    ...cookCountRoutes,
    ...reportRoutes,
    ...doorRoutes,
    ...scannerRoutes,
  ],
  seed,
  retention: [
    {
      table: 'mess_scan',
      by: 'batch',
      age: 'id',
      days: async (inside) => (await getSettings(inside, retentionSettings)).scan_days,
      // What was charged is part of an account, and what nobody has decided yet waits.
      only: 'charge_minor is null and (settle is null or decision is not null)',
    },
  ],
});
