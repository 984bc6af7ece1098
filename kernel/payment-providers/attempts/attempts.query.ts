import { type Ctx, inOrg, onOrg } from '../../ctx/index.ts';
import { findPage, type PageQuery, showPage } from '../../db/index.ts';
import { t } from '../../i18n/index.ts';
import { formatAmount } from '../../lib/money.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { nameActors } from '../../subject-names/index.ts';
import type { AttemptFilter, AttemptView } from '../contract.ts';
import { type AttemptState, isOpen, OPEN_ATTEMPTS } from '../domain/attempt-states.ts';
import type { AttemptRow } from './attempt.ts';

type Listed = AttemptRow & { reference: string; description: string };

const attempts = (ctx: Ctx) =>
  ctx.db
    .selectFrom('payment_attempt as a')
    .innerJoin('payment as p', onOrg('p.id', 'a.payment_id'))
    .selectAll('a')
    .select(['p.reference', 'p.description'])
    .where(inOrg(ctx, 'a'));

/** Attempts, newest first; without a filter the open ones. */
export async function listAttempts(
  ctx: Ctx,
  { filter, ...page }: PageQuery & { filter: AttemptFilter },
): Promise<Result<AttemptView[]>> {
  let rows = attempts(ctx).where(
    'a.state',
    'in',
    filter.state && !filter.hanging ? [filter.state].flat() : OPEN_ATTEMPTS,
  );
  if (filter.hanging) rows = rows.where('a.alert_at', '<', ctx.clock.now());
  return showPage(await findPage(rows, 'a.id', page), async (found) =>
    (await nameActors(ctx, 'started_by_name', found)).map((row) => asView(ctx, row)),
  );
}

/** The attempts of one payment, the oldest first. */
export async function attemptsOfPayment(ctx: Ctx, paymentId: string): Promise<AttemptView[]> {
  const rows = await attempts(ctx).where('a.payment_id', '=', paymentId).orderBy('a.id').execute();
  return (await nameActors(ctx, 'started_by_name', rows)).map((row) => asView(ctx, row));
}

export async function viewAttempt(ctx: Ctx, id: string): Promise<Result<AttemptView>> {
  const [row] = await nameActors(ctx, 'started_by_name', await attempts(ctx).where('a.id', '=', id).execute());
  return row ? ok(asView(ctx, row)) : refuse('payments.attempt_not_found');
}

/** The number of open attempts that are older than they should be. */
export async function countHanging(ctx: Ctx): Promise<number> {
  const { count } = await ctx.db
    .selectFrom('payment_attempt')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where(inOrg(ctx))
    .where('state', 'in', OPEN_ATTEMPTS)
    .where('alert_at', '<', ctx.clock.now())
    .executeTakeFirstOrThrow();
  return count;
}

function asView(ctx: Ctx, row: Listed): AttemptView {
  const { currency, received_minor, received_currency, received_fee_minor, received_fee_currency } = row;
  const provider = ctx.services.providers.get(row.provider);
  const open = isOpen(row.state as AttemptState);
  const can = (permission: string) => ctx.services.authenticator.can(ctx, permission);
  const amount = (minor: number | null, of: string | null) => (minor === null || !of ? null : formatAmount(minor, of));
  return {
    id: row.id,
    payment: { id: row.payment_id, reference: row.reference, description: row.description },
    kind: row.kind as AttemptView['kind'],
    provider: row.provider,
    provider_name: provider ? t(ctx, provider.label) : row.provider,
    provider_id: row.provider_id,
    account: row.account,
    state: row.state as AttemptState,
    hangs: open && row.alert_at < ctx.clock.now(),
    amount: formatAmount(row.amount_minor, currency),
    amount_minor: row.amount_minor,
    currency,
    received: amount(received_minor, received_currency),
    received_currency,
    fee: amount(received_fee_minor, received_fee_currency),
    fee_currency: received_fee_currency,
    reason: row.reason,
    note: row.note,
    polls: row.polls,
    next_poll_at: row.next_poll_at?.toISOString() ?? null,
    last_error: row.last_error,
    started_by: row.started_by_name,
    created_at: row.created_at.toISOString(),
    may: [
      ...(open && can('payments.verify') ? ['poll'] : []),
      ...(open && can('payments.refund') ? ['fail'] : []),
      ...(open && row.kind === 'refund' && can('payments.refund') ? ['succeed'] : []),
    ],
  };
}
