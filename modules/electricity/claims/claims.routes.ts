import { Type } from 'typebox';
import { NewestFirst } from '../../../kernel/http/index.ts';
import { ById } from '../../../kernel/lib/schemas.ts';
import { type Route, route } from '../../../kernel/module/index.ts';
import { claimMeter } from './claim-meter.action.ts';
import { listClaims, ownClaims } from './claims.query.ts';
import { Claim, Claimed, ClaimFilter, ClaimInput, OwnClaim, RefuseInput } from './contract.ts';
import { approveClaim, refuseClaim, withdrawClaim } from './decide-claim.action.ts';

export const claimRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/electricity/claims',
    permission: 'electricity.read',
    summary: 'Claims of meters without a code, newest first',
    query: NewestFirst,
    filter: ClaimFilter,
    reply: Type.Array(Claim),
    run: (ctx, { query, filter }) => listClaims(ctx, { ...query, filter }),
  }),
  route({
    method: 'POST',
    path: '/electricity/claims/{id}/approve',
    permission: 'electricity.claim.decide',
    summary: 'Give the meter to whoever claimed it',
    params: ById,
    reply: Claim,
    run: (ctx, { params }) => approveClaim(ctx, params.id),
  }),
  route({
    method: 'POST',
    path: '/electricity/claims/{id}/refuse',
    permission: 'electricity.claim.decide',
    summary: 'Refuse a claim, with the reason that its person reads',
    params: ById,
    body: RefuseInput,
    reply: Claim,
    run: (ctx, { params, body }) => refuseClaim(ctx, params.id, body.reason),
  }),
  route({
    method: 'GET',
    path: '/electricity/my/claims',
    permission: 'portal',
    summary: 'One’s own claims of meters, newest first',
    reply: Type.Array(OwnClaim),
    run: (ctx) => ownClaims(ctx),
  }),
  route({
    method: 'POST',
    path: '/electricity/my/claims',
    permission: 'portal',
    summary: 'Claim a meter: with its code at once, with its number alone when staff agree',
    body: ClaimInput,
    reply: Claimed,
    status: 201,
    rateLimit: 30,
    idempotent: true,
    run: (ctx, { body }) => claimMeter(ctx, body),
  }),
  route({
    method: 'DELETE',
    path: '/electricity/my/claims/{id}',
    permission: 'portal',
    summary: 'Take a claim back that staff have not decided',
    params: ById,
    reply: Type.Null(),
    run: (ctx, { params }) => withdrawClaim(ctx, params.id),
  }),
];
