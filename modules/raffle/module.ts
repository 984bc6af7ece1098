import { exportRoutes } from '../../kernel/exports/index.ts';
import { defineModule } from '../../kernel/module/index.ts';
import { buying } from './chat/buy.flow.ts';
import { broadcastDrawJob } from './draws/broadcast-draw.job.ts';
import { drawRoutes } from './draws/draws.routes.ts';
import { figures } from './figures.ts';
import { holderRoutes } from './holders/holders.routes.ts';
import { errors, permissions, staffRoles } from './names.ts';
import { notifyBuyerJob } from './notices/notify-buyer.job.ts';
import { numberRoutes } from './numbers/numbers.routes.ts';
import { expireJob } from './orders/expire.job.ts';
import { orderPaid } from './orders/mirrored.ts';
import { ordersExport } from './orders/orders.export.ts';
import { getOrder, orderNames } from './orders/orders.query.ts';
import { orderRoutes } from './orders/orders.routes.ts';
import { sweepJob } from './orders/sweep.job.ts';
import { pages } from './pages.ts';
import { ordersImport } from './payments/orders.import.ts';
import { orderPayable } from './payments/payable.ts';
import { paymentRoutes } from './payments/payments.routes.ts';
import { personalData } from './personal-data.ts';
import { publicRoutes } from './public-page/public.routes.ts';
import { raffleRoutes } from './raffles/raffles.routes.ts';
import { contactsExport } from './sales/contacts.export.ts';
import { salesRoutes } from './sales/sales.routes.ts';
import { searchers } from './searchers.ts';
import { seed } from './seed.ts';
import { raffleSettings } from './settings.ts';
import { startSteps } from './start-steps.ts';
import { rafflePicture, ticketPicture } from './tickets/stage-ticket.action.ts';
import { ticketRoutes } from './tickets/tickets.routes.ts';

/** The raffle desk: everything it registers with the server, and nothing else. */
export const raffle = defineModule({
  name: 'raffle',
  editableTexts: ['chat.raffle'],
  features: [
    'raffles',
    'numbers',
    'orders',
    'payments',
    'holders',
    'draws',
    'tickets',
    'notices',
    'sales',
    'public-page',
    'chat',
    'console',
  ],
  personalData,
  subjectNames: { 'raffle.order': orderNames },
  eventRecords: { 'raffle.order': getOrder },
  permissions,
  staffRoles,
  searchers,
  figures,
  startSteps,
  errors,
  settings: [raffleSettings],
  topics: { 'raffle.order': 'raffle.read', 'raffle.grid': 'public' },
  files: [rafflePicture, ticketPicture],
  jobs: [sweepJob, expireJob, notifyBuyerJob, broadcastDrawJob],
  payables: [orderPayable],
  flows: [buying],
  mirrored: [orderPaid],
  exporters: [ordersExport, contactsExport],
  importers: [ordersImport],
  pages,
  routes: [
    ...exportRoutes(ordersExport, '/raffle/orders/export'),
    ...exportRoutes(contactsExport, '/raffle/contacts/export'),
    ...raffleRoutes,
    ...numberRoutes,
    ...orderRoutes,
    ...paymentRoutes,
    ...holderRoutes,
    ...drawRoutes,
    ...ticketRoutes,
    ...salesRoutes,
    ...publicRoutes,
  ],
  seed,
});
