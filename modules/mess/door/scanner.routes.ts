import { Type } from 'typebox';
import { openFile } from '../../../kernel/files/index.ts';
import { refuse } from '../../../kernel/lib/result.ts';
import { download, type Route, route } from '../../../kernel/module/index.ts';
import { admitByHand } from './admit-by-hand.action.ts';
import { AdmitInput, DoorStudent, type Roster, ScanAnswer, ScanInput, SyncAnswer, SyncInput } from './contract.ts';
import { noteRoster } from './note-roster.action.ts';
import { makeRoster } from './roster.query.ts';
import { scan } from './scan.ts';
import { BY_HAND_PERMISSION, HAND_IN_PERMISSION, SCAN_PERMISSION, scannerOf } from './scanner.ts';
import { findScanner } from './scanners.query.ts';
import { findStudentsAtDoor, photoOf } from './scans.query.ts';
import { syncScans } from './sync-scans.action.ts';

/** 500 queued scans with their signatures. */
const QUEUE_BYTES = 2 * 1024 * 1024;

/** The requests of a scanner: a device of one of the mess's kinds (`door/scanner.ts`). */
export const scannerRoutes: Route[] = [
  route({
    method: 'POST',
    path: '/mess/scanner/scan',
    aliases: ['/api/v1/scanner/scan'],
    permission: SCAN_PERMISSION,
    // Its nonce is its key.
    idempotent: false,
    operationId: 'scanMeal',
    summary: 'A code was shown at the door: may they eat',
    body: ScanInput,
    reply: ScanAnswer,
    run: (ctx, { body }) => scan(ctx, scannerOf(ctx), body),
  }),
  route({
    method: 'POST',
    path: '/mess/scanner/admit',
    aliases: ['/api/v1/scanner/admit'],
    permission: BY_HAND_PERMISSION,
    // Its nonce is its key.
    idempotent: false,
    operationId: 'admitStudent',
    summary: 'A supervisor lets a student in by hand, with a reason',
    body: AdmitInput,
    reply: ScanAnswer,
    run: (ctx, { body }) => admitByHand(ctx, scannerOf(ctx), body),
  }),
  route({
    method: 'POST',
    path: '/mess/scanner/sync',
    aliases: ['/api/v1/scanner/sync'],
    permission: HAND_IN_PERMISSION,
    operationId: 'syncScans',
    summary: 'What a scanner judged without a network, in its order; the same again does nothing',
    body: SyncInput,
    reply: SyncAnswer,
    bodyLimit: QUEUE_BYTES,
    run: async (ctx, { body }) => {
      const scanner = scannerOf(ctx);
      return body.device === scanner.id ? syncScans(ctx, scanner, body) : refuse('mess.scanner.not_found');
    },
  }),
  route({
    method: 'GET',
    path: '/mess/scanner/roster',
    aliases: ['/api/v1/scanner/roster'],
    permission: SCAN_PERMISSION,
    file: 'application/json',
    summary: 'All that a scanner needs without a network, as a file with an ETag: hashed entries, days, meals, keys',
    run: async (ctx, { request, reply }) => {
      const { id } = scannerOf(ctx);
      const scanner = await findScanner(ctx, id);
      if (!scanner) return refuse('mess.scanner.not_found');
      const { roster, etag } = await makeRoster(ctx, scanner);
      await noteRoster(ctx, scanner);
      const headers = { etag, 'cache-control': 'private, no-cache', 'x-made-at': roster.made_at };
      const same = request.headers['if-none-match'] === etag;
      if (same) reply.code(304);
      if (same) return download({ type: 'text/plain', body: '', headers });
      const body = JSON.stringify({ ok: true, data: roster satisfies Roster });
      return download({ type: 'application/json; charset=utf-8', body, headers });
    },
  }),
  route({
    method: 'GET',
    path: '/mess/scanner/students',
    aliases: ['/api/v1/scanner/students'],
    permission: BY_HAND_PERMISSION,
    summary: 'Students by name or roll number, for a supervisor who admits by hand',
    query: Type.Object({ search: Type.String({ minLength: 2, maxLength: 60 }) }),
    reply: Type.Array(DoorStudent),
    run: (ctx, { query }) => findStudentsAtDoor(ctx, query.search),
  }),
  route({
    method: 'GET',
    path: '/mess/scanner/students/{id}/photo',
    permission: SCAN_PERMISSION,
    file: 'image/*',
    summary: 'The face that goes with a code, as a file',
    params: Type.Object({ id: Type.String({ format: 'uuid' }) }),
    run: async (ctx, { params }) => {
      const fileId = await photoOf(ctx, scannerOf(ctx), params.id);
      if (!fileId) return refuse('mess.student.not_found');
      const opened = await openFile(ctx, fileId);
      if (!opened.ok) return opened;
      const stream = await opened.data.stream();
      if (!stream.ok) return stream;
      const headers = { 'cache-control': 'private, no-store', 'x-content-type-options': 'nosniff' };
      return download({ type: opened.data.file.contentType, body: stream.data, headers });
    },
  }),
];
