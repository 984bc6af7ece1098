import { type Route, route } from '../../../kernel/module/index.ts';
import { Places, PlacesQuery } from './contract.ts';
import { placesOf } from './places.query.ts';

export const mapRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/coffee/map',
    permission: 'coffee.read',
    summary: 'Locations with coordinates, how many of their machines are online, and the worst that is open there',
    query: PlacesQuery,
    reply: Places,
    run: (ctx, { query }) => placesOf(ctx, query.merchant_id ?? null),
  }),
];
