import { Type } from 'typebox';
import { ListQuery, readFilter, versionOf, WholeList } from '../../../kernel/http/index.ts';
import { ok, refuse } from '../../../kernel/lib/result.ts';
import { defineRecord, route } from '../../../kernel/module/index.ts';
import { changeDevice } from '../actions/change-device.ts';
import { createStaffToken } from '../actions/create-staff-token.ts';
import { revokeStaffToken } from '../actions/revoke-staff-token.ts';
import { settleScan } from '../actions/settle-scan.ts';
import {
  Device,
  DevicePatch,
  HandedOver,
  ScanFilter,
  ScanRow,
  SettleInput,
  Settlement,
  SettlementFilter,
  StaffToken,
  StaffTokenInput,
} from '../door-contract.ts';
import { DEVICE } from '../door-names.ts';
import { listScans, listSettlements } from '../queries/scans.ts';
import { findDevice, listDevices, listStaffTokens } from '../queries/staff-tokens.ts';

const ById = Type.Object({ id: Type.String({ format: 'uuid' }) });
const device = defineRecord({
  subject: DEVICE,
  patch: DevicePatch,
  async read(ctx, { id }: { id: string }) {
    const found = await findDevice(ctx, id);
    return found ? ok(found) : refuse('mess.device.not_found');
  },
});
const ListedDevice = Type.Object({
  ...Device.properties,
  version: Type.String({ description: 'For If-Match, when the device is changed.' }),
});
const Paged = Type.Omit(ListQuery, ['search']);

/** What the office does about the door. */
export const doorRoutes = [
  route({
    method: 'GET',
    path: '/mess/staff-tokens',
    permission: 'mess.manage',
    summary: 'Who may scan, the newest first',
    query: WholeList,
    reply: Type.Array(StaffToken),
    run: async (ctx) => ok(await listStaffTokens(ctx)),
  }),
  route({
    method: 'POST',
    path: '/mess/staff-tokens',
    permission: 'mess.manage',
    summary: 'Make a staff token; its link and QR are shown this once',
    body: StaffTokenInput,
    reply: HandedOver,
    status: 201,
    run: (ctx, { body }) => createStaffToken(ctx, body),
  }),
  route({
    method: 'POST',
    path: '/mess/staff-tokens/{id}/revoke',
    permission: 'mess.manage',
    summary: 'End a staff token at once',
    params: ById,
    reply: StaffToken,
    run: (ctx, { params }) => revokeStaffToken(ctx, params.id),
  }),
  route({
    method: 'GET',
    path: '/mess/devices',
    permission: 'mess.read',
    summary: 'Scanners, with the age of what they know',
    query: WholeList,
    reply: Type.Array(ListedDevice),
    run: async (ctx) => ok((await listDevices(ctx)).map((one) => ({ ...one, version: versionOf(device.fields(one)) }))),
  }),
  route({
    method: 'PATCH',
    path: '/mess/devices/{id}',
    permission: 'mess.manage',
    summary: 'What a scanner does once its roster is too old',
    record: device,
    params: ById,
    body: DevicePatch,
    reply: Device,
    run: (ctx, { params, body }) => changeDevice(ctx, params.id, body),
  }),
  route({
    method: 'GET',
    path: '/mess/scans',
    permission: 'mess.read',
    summary: 'Every scan, refusals too, the newest first',
    query: Paged,
    reply: Type.Array(ScanRow),
    run: async (ctx, { query }) => {
      const filter = readFilter(ScanFilter, query.filter);
      return filter.ok ? listScans(ctx, { ...query, filter: filter.data }) : filter;
    },
  }),
  route({
    method: 'GET',
    path: '/mess/settlements',
    permission: 'mess.read',
    summary: 'What was allowed without a network and would not have been with one',
    query: Paged,
    reply: Type.Array(Settlement),
    run: async (ctx, { query }) => {
      const filter = readFilter(SettlementFilter, query.filter);
      return filter.ok ? listSettlements(ctx, { ...query, filter: filter.data }) : filter;
    },
  }),
  route({
    method: 'POST',
    path: '/mess/settlements/{id}',
    permission: 'mess.payment.write',
    summary: 'Waive a line of the settlement, or charge it to the student',
    params: ById,
    body: SettleInput,
    reply: Settlement,
    idempotent: true,
    run: (ctx, { params, body }) => settleScan(ctx, params.id, body),
  }),
];
