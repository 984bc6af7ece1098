import { defineModule } from '../../kernel/module/index.ts';
import { errors, permissions } from './names.ts';
import { orderRoutes } from './routes/orders.routes.ts';
import { raffleRoutes } from './routes/raffles.routes.ts';

/** The raffle desk: everything it registers with the house, and nothing else. */
export const raffle = defineModule({
  name: 'raffle',
  permissions,
  errors,
  topics: { 'raffle.order': 'raffle.read', 'raffle.grid': 'public' },
  routes: [...raffleRoutes, ...orderRoutes],
});
