import { Type } from 'typebox';
import { NewestFirst, versionOf, WholeList } from '../../http/index.ts';
import { ok, refuse } from '../../lib/result.ts';
import { ById } from '../../lib/schemas.ts';
import { defineRecord, type Route, route } from '../../module/index.ts';
import { addDevice } from '../actions/add-device.action.ts';
import { changeDevice } from '../actions/change-device.action.ts';
import { usedKind } from '../actions/hand-over.action.ts';
import { renewCode } from '../actions/renew-code.action.ts';
import { revokeDevice } from '../actions/revoke-device.action.ts';
import { Device, DeviceFilter, DeviceInput, DevicePatch, HandedOver, KindView } from '../contract.ts';
import { DEVICE } from '../names.ts';
import { findDevice, listDevices } from '../queries/devices.ts';

const device = defineRecord({
  subject: DEVICE,
  patch: DevicePatch,
  async read(ctx, { id }: { id: string }) {
    const found = await findDevice(ctx, id);
    return found ? ok(found) : refuse('devices.not_found');
  },
});

const ListedDevice = Type.Object({
  ...Device.properties,
  version: Type.String({ description: 'For If-Match, when the device is changed.' }),
});

/** Routes for managing devices. */
export const deviceRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/devices',
    permission: 'device.read',
    summary: 'Devices, the newest first; filter by kind and state',
    query: NewestFirst,
    filter: DeviceFilter,
    reply: Type.Array(ListedDevice),
    async run(ctx, { query, filter }) {
      const listed = await listDevices(ctx, { ...query, filter });
      if (!listed.ok) return listed;
      return ok(
        listed.data.map((one) => ({ ...one, version: versionOf(device.fields(one)) })),
        listed.page,
      );
    },
  }),
  route({
    method: 'GET',
    path: '/device-kinds',
    permission: 'device.read',
    summary: 'The kinds of devices that the organization can add',
    query: WholeList,
    reply: Type.Array(KindView),
    run: async (ctx) =>
      ok([...ctx.services.devices.kinds.keys()].filter((kind) => usedKind(ctx, kind)).map((kind) => ({ kind }))),
  }),
  route({
    method: 'POST',
    path: '/devices',
    permission: 'device.write',
    idempotent: 'secret',
    summary: 'Add a device; its code and QR are shown this once',
    body: DeviceInput,
    example: { kind: 'mess.scanner', name: 'Gate by the garden' },
    reply: HandedOver,
    status: 201,
    run: (ctx, { body }) => addDevice(ctx, body),
  }),
  route({
    method: 'GET',
    path: '/devices/{id}',
    permission: 'device.read',
    summary: 'One device',
    record: device,
    params: ById,
    reply: Device,
    run: (ctx, { params }) => device.read(ctx, params),
  }),
  route({
    method: 'PATCH',
    path: '/devices/{id}',
    permission: 'device.write',
    summary: 'Rename a device',
    record: device,
    params: ById,
    body: DevicePatch,
    reply: Device,
    run: (ctx, { params, body }) => changeDevice(ctx, params.id, body),
  }),
  route({
    method: 'POST',
    path: '/devices/{id}/code',
    permission: 'device.write',
    idempotent: 'secret',
    summary: 'Another code for a device that has not used its own, or that is replaced',
    params: ById,
    reply: HandedOver,
    run: (ctx, { params }) => renewCode(ctx, params.id),
  }),
  route({
    method: 'POST',
    path: '/devices/{id}/revoke',
    permission: 'device.write',
    summary: 'End a device at once',
    params: ById,
    reply: Device,
    run: (ctx, { params }) => revokeDevice(ctx, params.id),
  }),
];
