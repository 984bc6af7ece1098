/**
 * Identifies a visitor of the web chat: a random number in a signed cookie, set with the first message. No account, no
 * name, no tracking elsewhere.
 */

import { createHmac } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../config/index.ts';
import { type Ctx, orgOf } from '../ctx/index.ts';
import { constantTimeEqual } from '../lib/constant-time-equal.ts';
import { deriveKey } from '../lib/derive-key.ts';
import { isUuid, newId } from '../lib/ids.ts';

const COOKIE = 'counterfoil.chat';
const YEAR_SECONDS = 365 * 24 * 3600;

/** The visitor of a request; null without a valid cookie of this organization. */
export function visitorOf(ctx: Ctx, request: FastifyRequest): string | null {
  const [id = '', mark = ''] = (request.cookies[COOKIE] ?? '').split('.');
  if (!isUuid(id)) return null;
  return constantTimeEqual(Buffer.from(mark, 'base64url'), markOf(ctx, id)) ? id : null;
}

/** The visitor of a request; a new one gets the cookie with the reply. */
export function enterVisitor(ctx: Ctx, request: FastifyRequest, reply: FastifyReply): string {
  const known = visitorOf(ctx, request);
  if (known) return known;
  const id = newId(ctx.clock.now().getTime());
  reply.setCookie(COOKIE, `${id}.${markOf(ctx, id).toString('base64url')}`, {
    path: `/api/v1/chat/${orgOf(ctx).slug}`,
    httpOnly: true,
    sameSite: 'strict',
    secure: ctx.config.PUBLIC_URL.startsWith('https:'),
    maxAge: YEAR_SECONDS,
  });
  return id;
}

function markOf(ctx: Ctx, id: string): Buffer {
  return createHmac('sha256', keyOf(ctx.config))
    .update(`${orgOf(ctx).id} ${id}`)
    .digest();
}

const keys = new WeakMap<Config, Buffer>();
function keyOf(config: Config): Buffer {
  let key = keys.get(config);
  if (!key) {
    key = deriveKey(config.SECRET_KEY, 'channels:web');
    keys.set(config, key);
  }
  return key;
}
