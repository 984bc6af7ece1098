import { Type } from 'typebox';
import { ListQuery, versionOf, WholeList } from '../../../kernel/http/index.ts';
import { ok, refuse } from '../../../kernel/lib/result.ts';
import { ById } from '../../../kernel/lib/schemas.ts';
import { defineRecord, route } from '../../../kernel/module/index.ts';
import { changeScanner } from './change-scanner.action.ts';
import {
  ScanFilter,
  ScannerPatch,
  ScannerView,
  ScanRow,
  SettleInput,
  Settlement,
  SettlementFilter,
} from './contract.ts';
import { SCANNER_SUBJECT } from './names.ts';
import { findScanner, listScanners } from './scanners.query.ts';
import { listScans, listSettlements } from './scans.query.ts';
import { settleScan } from './settle-scan.action.ts';

const scanner = defineRecord({
  subject: SCANNER_SUBJECT,
  patch: ScannerPatch,
  async read(ctx, { id }: { id: string }) {
    const found = await findScanner(ctx, id);
    return found ? ok(found) : refuse('mess.scanner.not_found');
  },
});
const ListedScanner = Type.Object({
  ...ScannerView.properties,
  version: Type.String({ description: 'For If-Match, when the scanner is changed.' }),
});
const Paged = Type.Omit(ListQuery, ['search']);

/** The office's requests about scanners, scans and the settlement. */
export const doorRoutes = [
  route({
    method: 'GET',
    path: '/mess/scanners',
    permission: 'mess.read',
    summary: 'Scanners, with the age of what they know; they are added and ended as devices',
    query: WholeList,
    reply: Type.Array(ListedScanner),
    run: async (ctx) =>
      ok((await listScanners(ctx)).map((one) => ({ ...one, version: versionOf(scanner.fields(one)) }))),
  }),
  route({
    method: 'PATCH',
    path: '/mess/scanners/{id}',
    permission: 'mess.manage',
    summary: 'What a scanner does once its roster is too old, and whether it lets people in by hand',
    record: scanner,
    params: ById,
    body: ScannerPatch,
    reply: ScannerView,
    run: (ctx, { params, body }) => changeScanner(ctx, params.id, body),
  }),
  route({
    method: 'GET',
    path: '/mess/scans',
    permission: 'mess.read',
    summary: 'Every scan, refusals too, the newest first',
    query: Paged,
    filter: ScanFilter,
    reply: Type.Array(ScanRow),
    run: (ctx, { query, filter }) => listScans(ctx, { ...query, filter }),
  }),
  route({
    method: 'GET',
    path: '/mess/settlements',
    permission: 'mess.read',
    summary: 'What was allowed without a network and would not have been with one',
    query: Paged,
    filter: SettlementFilter,
    reply: Type.Array(Settlement),
    run: (ctx, { query, filter }) => listSettlements(ctx, { ...query, filter }),
  }),
  route({
    method: 'POST',
    path: '/mess/settlements/{id}',
    permission: 'mess.payment.write',
    operationId: 'settleScan',
    summary: 'Waive a line of the settlement, or charge it to the student',
    params: ById,
    body: SettleInput,
    reply: Settlement,
    idempotent: true,
    run: (ctx, { params, body }) => settleScan(ctx, params.id, body),
  }),
];
