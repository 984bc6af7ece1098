import { Type } from 'typebox';
import { openFile } from '../../../kernel/files/index.ts';
import { refuse } from '../../../kernel/lib/result.ts';
import { download, type Route, route } from '../../../kernel/module/index.ts';
import { admitByHand } from '../actions/admit-by-hand.ts';
import { registerDevice } from '../actions/register-device.ts';
import { syncScans } from '../actions/sync-scans.ts';
import { approachDoor, enterDoor } from '../door/enter-door.ts';
import { scan } from '../door/scan.ts';
import { readStaffToken } from '../door/staff-token.ts';
import {
  AdmitInput,
  DeviceInput,
  DoorStudent,
  Entered,
  type Roster,
  ScanAnswer,
  ScanInput,
  SyncAnswer,
  SyncInput,
} from '../door-contract.ts';
import { makeRoster, noteRoster } from '../queries/roster.ts';
import { findStudentsAtDoor, photoOf } from '../queries/scans.ts';
import { findDevice } from '../queries/staff-tokens.ts';

/** A hundred and more a second from one address: all the doors of a campus may stand behind one. */
const MANY = 60_000;
/** What a device does with an old roster until it has named itself. */
const UNNAMED = { stale_policy: 'warn', stale_minutes: 720, by_hand: false } as const;
/** 500 queued scans with their signatures. */
const QUEUE_BYTES = 2 * 1024 * 1024;

/**
 * What a scanner asks. `public` to the house, since sessions and keys of people mean nothing here: each of these looks for a staff token
 * itself, and refuses with 401 without a good one.
 */
export const scannerRoutes = [
  route({
    method: 'POST',
    path: '/mess/scanner/devices',
    aliases: ['/api/v1/scanner/devices'],
    permission: 'public',
    summary: 'A scanner names itself and its key, and learns where it is',
    body: DeviceInput,
    reply: Entered,
    run: async (ctx, { body, request }) => {
      const entered = await enterDoor(ctx, request);
      return entered.ok ? registerDevice(entered.data.ctx, entered.data.token, body) : entered;
    },
  }),
  route({
    method: 'POST',
    path: '/mess/scanner/scan',
    aliases: ['/api/v1/scanner/scan'],
    permission: 'public',
    summary: 'A code was shown at the door: may they eat',
    body: ScanInput,
    reply: ScanAnswer,
    rateLimit: MANY,
    run: (ctx, { body, request }) => scan(ctx, request, body),
  }),
  route({
    method: 'POST',
    path: '/mess/scanner/admit',
    aliases: ['/api/v1/scanner/admit'],
    permission: 'public',
    summary: 'A supervisor lets a student in by hand, with a reason',
    body: AdmitInput,
    reply: ScanAnswer,
    run: async (ctx, { body, request }) => {
      const [entered, approached] = await Promise.all([enterDoor(ctx, request), approachDoor(ctx, request)]);
      if (!entered.ok) return entered;
      if (!approached.ok) return approached;
      return admitByHand(entered.data.ctx, entered.data.token, approached.data.hash, body);
    },
  }),
  route({
    method: 'POST',
    path: '/mess/scanner/sync',
    aliases: ['/api/v1/scanner/sync'],
    permission: 'public',
    summary: 'What a scanner judged without a network, in its order; the same again does nothing',
    body: SyncInput,
    reply: SyncAnswer,
    bodyLimit: QUEUE_BYTES,
    run: async (ctx, { body, request }) => {
      const entered = await enterDoor(ctx, request, { ended: true });
      return entered.ok ? syncScans(entered.data.ctx, entered.data.token, body) : entered;
    },
  }),
  route({
    method: 'GET',
    path: '/mess/scanner/roster',
    aliases: ['/api/v1/scanner/roster'],
    permission: 'public',
    summary: 'All that a scanner needs without a network, as a file with an ETag: hashed entries, days, meals, keys',
    query: Type.Object({ device: Type.Optional(Type.String({ format: 'uuid' })) }),
    run: async (ctx, { query, request, reply }) => {
      const [entered, approached] = await Promise.all([enterDoor(ctx, request), approachDoor(ctx, request)]);
      if (!entered.ok) return entered;
      if (!approached.ok) return approached;
      const { ctx: inside, token } = entered.data;
      const device = query.device ? await findDevice(inside, query.device) : null;
      if (query.device && device?.token_id !== token.id) return refuse('mess.device.not_found');
      const { roster, etag } = await makeRoster(inside, approached.data.hash, device ?? UNNAMED);
      if (device) await noteRoster(inside, device.id);
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
    permission: 'public',
    summary: 'Students by name or roll number, for a supervisor who admits by hand',
    query: Type.Object({ search: Type.String({ minLength: 2, maxLength: 60 }) }),
    reply: Type.Array(DoorStudent),
    run: async (ctx, { query, request }) => {
      const entered = await enterDoor(ctx, request);
      if (!entered.ok) return entered;
      if (entered.data.token.role !== 'supervisor') return refuse('mess.token.supervisor_only');
      return findStudentsAtDoor(entered.data.ctx, query.search);
    },
  }),
  route({
    method: 'GET',
    path: '/mess/scanner/students/{id}/photo',
    permission: 'public',
    summary: 'The face that goes with a code, as a file',
    params: Type.Object({ id: Type.String({ format: 'uuid' }) }),
    rateLimit: MANY,
    run: async (ctx, { params, request }) => {
      const entered = await enterDoor(ctx, request);
      if (!entered.ok) return entered;
      const { ctx: inside, token } = entered.data;
      const fileId = await photoOf(inside, token, params.id);
      if (!fileId) return refuse('mess.student.not_found');
      const opened = await openFile(inside, fileId);
      if (!opened.ok) return opened;
      const stream = await opened.data.stream();
      if (!stream.ok) return stream;
      const headers = { 'cache-control': 'private, no-store', 'x-content-type-options': 'nosniff' };
      return download({ type: opened.data.file.contentType, body: stream.data, headers });
    },
  }),
].map(
  (each): Route => ({
    ...each,
    // Nobody without a token learns what these take. Whether it is a good one is looked up with the rest.
    guard: ({ headers }) => (readStaffToken(headers.authorization) ? null : refuse('mess.token.refused')),
  }),
);
