import { Type } from 'typebox';
import { NewestFirst } from '../../http/index.ts';
import { ById } from '../../lib/schemas.ts';
import { type Route, route } from '../../module/index.ts';
import { AttemptFilter, PaymentAttempt, ProviderHealth, SettleInput } from '../contract.ts';
import { listAttempts, viewAttempt } from './attempts.query.ts';
import { providerHealth } from './provider-health.query.ts';
import { pollAttempt, settleAttempt } from './settle-attempt.action.ts';

export const attemptRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/payment-attempts',
    permission: 'payments.read',
    summary: 'What payment providers were asked, newest first; without a filter what is open',
    query: Type.Omit(NewestFirst, ['search']),
    filter: AttemptFilter,
    reply: Type.Array(PaymentAttempt),
    run: (ctx, { query, filter }) => listAttempts(ctx, { ...query, filter }),
  }),
  route({
    method: 'GET',
    path: '/payment-attempts/health',
    permission: 'payments.read',
    summary: 'How each provider did in the last 24 hours, and what is open with it, by its age',
    reply: Type.Array(ProviderHealth),
    run: (ctx) => providerHealth(ctx),
  }),
  route({
    method: 'POST',
    path: '/payment-attempts/{id}/poll',
    permission: 'payments.verify',
    // It asks the provider, and may be asked again.
    idempotent: false,
    summary: 'Ask the provider now what became of it',
    params: ById,
    reply: PaymentAttempt,
    async run(ctx, { params }) {
      const polled = await pollAttempt(ctx, params.id);
      return polled.ok ? viewAttempt(ctx, params.id) : polled;
    },
  }),
  route({
    method: 'POST',
    path: '/payment-attempts/{id}/settle',
    permission: 'payments.refund',
    summary: 'Say what became of it, as a person saw it at the provider',
    params: ById,
    body: SettleInput,
    reply: PaymentAttempt,
    idempotent: true,
    async run(ctx, { params, body }) {
      const settled = await settleAttempt(ctx, params.id, body);
      return settled.ok ? viewAttempt(ctx, params.id) : settled;
    },
  }),
];
