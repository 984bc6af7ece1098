import type { FastifyRequest } from 'fastify';
import { ok } from '../../lib/result.ts';
import { type Route, route } from '../../module/index.ts';
import { enrol } from '../actions/enrol.action.ts';
import { noteFirmware } from '../actions/note-firmware.action.ts';
import { makeChallenge, openSession } from '../actions/open-session.action.ts';
import { rotateToken } from '../actions/rotate-token.action.ts';
import { SELF } from '../authenticator.ts';
import {
  Challenge,
  EnrolInput,
  Enrolled,
  Self,
  SelfInput,
  SessionGiven,
  SessionInput,
  TokenGiven,
} from '../contract.ts';

/** Requests per minute from one address; the throttle counts wrong codes. */
const STRICT = 30;

/** Routes that devices call for themselves. */
/** The token that the caller showed; null for one who is known by something else. */
const bearerOf = ({ headers }: FastifyRequest): string | null =>
  /^\S+\s+(cfd_\S+)$/.exec(headers.authorization ?? '')?.[1] ?? null;

export const selfRoutes: Route[] = [
  route({
    method: 'POST',
    path: '/devices/enrol',
    permission: 'public',
    summary: 'A device shows its code, and gets a token or has its key kept',
    body: EnrolInput,
    reply: Enrolled,
    rateLimit: STRICT,
    run: (ctx, { body }) => enrol(ctx, body),
  }),
  route({
    method: 'POST',
    path: '/devices/challenge',
    permission: 'public',
    summary: 'A challenge for a device to sign',
    reply: Challenge,
    run: async (ctx) => ok({ challenge: makeChallenge(ctx) }),
  }),
  route({
    method: 'POST',
    path: '/devices/session',
    permission: 'public',
    summary: 'A device shows by its key who it is, and gets a token for an hour',
    body: SessionInput,
    reply: SessionGiven,
    run: (ctx, { body }) => openSession(ctx, body),
  }),
  route({
    method: 'POST',
    path: '/devices/token',
    permission: SELF,
    idempotent: 'secret',
    summary: 'The next token of the device that asks; the one before overlaps with it',
    reply: TokenGiven,
    run: (ctx, { request }) => rotateToken(ctx, bearerOf(request)),
  }),
  route({
    method: 'GET',
    path: '/devices/self',
    permission: SELF,
    operationId: 'getOwnDevice',
    summary: 'Who the device is that asks',
    reply: Self,
    run: (ctx) => noteFirmware(ctx),
  }),
  route({
    method: 'POST',
    path: '/devices/self',
    permission: SELF,
    operationId: 'reportDevice',
    summary: 'A device reports its firmware',
    body: SelfInput,
    reply: Self,
    run: (ctx, { body }) => noteFirmware(ctx, body.firmware),
  }),
];
