import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { openFile } from '../../../kernel/files/index.ts';
import { ok, refuse } from '../../../kernel/lib/result.ts';
import { download, type Route, route } from '../../../kernel/module/index.ts';
import { admitByHand } from '../actions/admit-by-hand.ts';
import { registerDevice } from '../actions/register-device.ts';
import { syncScans } from '../actions/sync-scans.ts';
import { giveAccess, looksLikeAccess, makeChallenge } from '../door/access.ts';
import { deviceIn, enterDoor } from '../door/enter-door.ts';
import { scan } from '../door/scan.ts';
import { readStaffToken } from '../door/staff-token.ts';
import {
  AccessGiven,
  AdmitInput,
  Challenge,
  DeviceInput,
  DoorStudent,
  Entered,
  type Roster,
  ScanAnswer,
  ScanInput,
  SessionInput,
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
const withToken = [
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
      if (!entered.ok) return entered;
      // One phone makes no others: that takes the link.
      if (entered.data.device) return refuse('mess.token.refused');
      return registerDevice(entered.data.ctx, entered.data.token, body);
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
      const entered = await enterDoor(ctx, request);
      if (!entered.ok) return entered;
      const device = deviceIn(entered.data, body.device);
      if (!device.ok) return device;
      return admitByHand(entered.data.ctx, entered.data.token, entered.data.hash, body);
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
      if (!entered.ok) return entered;
      const device = deviceIn(entered.data, body.device);
      return device.ok ? syncScans(entered.data.ctx, entered.data.token, body) : device;
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
      const entered = await enterDoor(ctx, request);
      if (!entered.ok) return entered;
      const { ctx: inside, token, hash } = entered.data;
      const named = deviceIn(entered.data, query.device);
      if (!named.ok) return named;
      const device = named.data ? await findDevice(inside, named.data) : null;
      if (named.data && device?.token_id !== token.id) return refuse('mess.device.not_found');
      const { roster, etag } = await makeRoster(inside, hash, device ?? UNNAMED);
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
];

/** By these a phone that was set up shows who it is, without the token. */
const sessions = [
  route({
    method: 'POST',
    path: '/mess/scanner/challenge',
    permission: 'public',
    summary: 'Something for a scanner to sign',
    reply: Challenge,
    run: async (ctx) => ok({ challenge: makeChallenge(ctx) }),
  }),
  route({
    method: 'POST',
    path: '/mess/scanner/session',
    permission: 'public',
    summary: 'A scanner shows by its key who it is, and gets an access for an hour',
    body: SessionInput,
    reply: AccessGiven,
    run: (ctx, { body }) => giveAccess(ctx, body),
  }),
];

export const scannerRoutes: Route[] = [
  ...sessions,
  ...withToken.map((each) => ({
    ...each,
    // Nobody without a token learns what these take. Whether it is a good one is looked up with the rest.
    guard: ({ headers: { authorization } }: FastifyRequest) =>
      readStaffToken(authorization) || looksLikeAccess(authorization) ? null : refuse('mess.token.refused'),
  })),
];
