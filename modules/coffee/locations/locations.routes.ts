import { Type } from 'typebox';
import { NewestFirst } from '../../../kernel/http/index.ts';
import { ById } from '../../../kernel/lib/schemas.ts';
import { defineRecord, type Route, route } from '../../../kernel/module/index.ts';
import { LOCATION } from '../names.ts';
import { Location, LocationFilter, LocationInput, LocationPatch } from './contract.ts';
import { getLocation, listLocations } from './locations.query.ts';
import { addLocation, changeLocation } from './save-location.action.ts';

const record = defineRecord({
  subject: LOCATION,
  patch: LocationPatch,
  read: (ctx, { id }: { id: string }) => getLocation(ctx, id),
});

export const locationRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/coffee/locations',
    permission: 'coffee.read',
    summary: 'Locations with their coordinates, newest first',
    query: NewestFirst,
    filter: LocationFilter,
    reply: Type.Array(Location),
    run: (ctx, { query, filter }) => listLocations(ctx, { ...query, filter }),
  }),
  route({
    method: 'POST',
    path: '/coffee/locations',
    permission: 'coffee.manage',
    summary: 'Add a location',
    body: LocationInput,
    reply: Location,
    status: 201,
    idempotent: true,
    run: (ctx, { body }) => addLocation(ctx, body),
  }),
  route({
    method: 'GET',
    path: '/coffee/locations/{id}',
    permission: 'coffee.read',
    summary: 'One location',
    record,
    params: ById,
    reply: Location,
    run: (ctx, { params }) => getLocation(ctx, params.id),
  }),
  route({
    method: 'PATCH',
    path: '/coffee/locations/{id}',
    permission: 'coffee.manage',
    summary: 'Change a location',
    record,
    params: ById,
    body: LocationPatch,
    reply: Location,
    run: (ctx, { params, body }) => changeLocation(ctx, params.id, body),
  }),
];
