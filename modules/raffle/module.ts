import { exportRoutes } from '../../kernel/exports/index.ts';
import { defineModule } from '../../kernel/module/index.ts';
import { contactsExport, ordersExport } from './exports.ts';
import { buying } from './flows/buy.flow.ts';
import { announceDrawJob } from './jobs/announce-draw.job.ts';
import { expireJob } from './jobs/expire.job.ts';
import { sweepJob } from './jobs/sweep.job.ts';
import { tellBuyerJob } from './jobs/tell-buyer.job.ts';
import { orderPaid } from './mirrored.ts';
import { errors, permissions } from './names.ts';
import { pages } from './pages.ts';
import { orderPayable } from './payable.ts';
import { drawRoutes } from './routes/draws.routes.ts';
import { orderRoutes } from './routes/orders.routes.ts';
import { publicRoutes } from './routes/public.routes.ts';
import { raffleRoutes } from './routes/raffles.routes.ts';
import { seed } from './seed.ts';
import { raffleSettings } from './settings.ts';
import { rafflePicture, ticketPicture } from './ticket/stage-ticket.ts';

/** The raffle desk: everything it registers with the server, and nothing else. */
export const raffle = defineModule({
  name: 'raffle',
  permissions,
  errors,
  settings: [raffleSettings],
  topics: { 'raffle.order': 'raffle.read', 'raffle.grid': 'public' },
  files: [rafflePicture, ticketPicture],
  jobs: [sweepJob, expireJob, tellBuyerJob, announceDrawJob],
  payables: [orderPayable],
  flows: [buying],
  mirrored: [orderPaid],
  exporters: [ordersExport, contactsExport],
  pages,
  routes: [
    ...exportRoutes(ordersExport, '/raffle/orders/export'),
    ...exportRoutes(contactsExport, '/raffle/contacts/export'),
    ...raffleRoutes,
    ...orderRoutes,
    ...drawRoutes,
    ...publicRoutes,
  ],
  seed,
});
