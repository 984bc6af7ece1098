import { defineModule } from '../../kernel/module/index.ts';
import { studentHolders } from './code-holders.ts';
import { scannerKinds } from './door/scanner.ts';
import { doorErrors } from './door-names.ts';
import { cutsExport, paymentsExport, scansExport, studentsExport } from './exports.ts';
import { officeFlow } from './flows/office.flow.ts';
import { studentFlow } from './flows/student.flow.ts';
import { studentsImport } from './imports.ts';
import { announceJob } from './jobs/announce.job.ts';
import { creditRebatesJob } from './jobs/credit-rebates.job.ts';
import { keepCountsJob } from './jobs/keep-counts.job.ts';
import { regenerateCodesJob } from './jobs/regenerate-codes.job.ts';
import { sayAnnouncementJob } from './jobs/say-announcement.job.ts';
import { sayClosureJob } from './jobs/say-closure.job.ts';
import { sayRebateJob } from './jobs/say-rebate.job.ts';
import { sweepCountsJob } from './jobs/sweep-counts.job.ts';
import { sweepCyclesJob } from './jobs/sweep-cycles.job.ts';
import { sweepServedJob } from './jobs/sweep-served.job.ts';
import { tellClosureJob } from './jobs/tell-closure.job.ts';
import { tellOfficeJob } from './jobs/tell-office.job.ts';
import { tellRebatesJob } from './jobs/tell-rebates.job.ts';
import { tellServedJob } from './jobs/tell-served.job.ts';
import { mirrored } from './mirrored.ts';
import { errors, permissions } from './names.ts';
import { pages } from './pages.ts';
import { cyclePayable } from './payable.ts';
import { codePhoneActor, codePhoneAuthenticator } from './phone/code-phone.ts';
import { qrPictureFile } from './qr/qr-picture.ts';
import { studentPhoto } from './queries/photo.ts';
import { codeRoutes } from './routes/code.routes.ts';
import { cycleRoutes } from './routes/cycles.routes.ts';
import { dayRoutes } from './routes/days.routes.ts';
import { doorRoutes } from './routes/door.routes.ts';
import { paymentRoutes } from './routes/payments.routes.ts';
import { qrRoutes } from './routes/qr.routes.ts';
import { reportRoutes } from './routes/reports.routes.ts';
import { scannerRoutes } from './routes/scanner.routes.ts';
import { studentRoutes } from './routes/students.routes.ts';
import { seed } from './seed.ts';
import { messSettings } from './settings.ts';

/** The mess hall: everything it registers with the server, and nothing else. */
export const mess = defineModule({
  name: 'mess',
  permissions,
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
    tellClosureJob,
    tellRebatesJob,
    sayRebateJob,
    sayClosureJob,
    tellServedJob,
    sweepServedJob,
    keepCountsJob,
    sweepCountsJob,
    tellOfficeJob,
    announceJob,
    sayAnnouncementJob,
  ],
  payables: [cyclePayable],
  mirrored,
  codeHolders: [studentHolders],
  importers: [studentsImport],
  exporters: [studentsExport, paymentsExport, cutsExport, scansExport],
  pages,
  routes: [
    ...studentRoutes,
    ...codeRoutes,
    ...qrRoutes,
    ...cycleRoutes,
    ...paymentRoutes,
    ...dayRoutes,
    ...reportRoutes,
    ...doorRoutes,
    ...scannerRoutes,
  ],
  seed,
});
