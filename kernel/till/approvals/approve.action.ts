import { audit } from '../../audit/index.ts';
import { attemptsOf, countAttempt, forgive, hourOf, mayHash, proveSignIn } from '../../auth/index.ts';
import { type Ctx, orgOf } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { newId } from '../../lib/ids.ts';
import { formatAmount, isCurrency, parseAmount } from '../../lib/money.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { memberById } from '../../staff/index.ts';
import type { Approval, ApprovalInput } from '../contract.ts';
import { approvalLabel } from './names.ts';
import { digitsOf, isPin } from './pin.ts';
import type { Approver } from './use-up-approval.ts';

/** Long enough to press the button again, too short to be kept for later. */
const LIVES_MS = 120_000;
/** Wrong PINs of an hour before pauses begin: of who asks, and for whose PIN it is, whoever asks. */
const FREE = { asker: 5, approver: 10 };

/**
 * A supervisor approves something at somebody else's till: by their PIN, or by their e-mail address and password. The
 * answer is for one use, by who asked, for this record, up to this amount.
 *
 * Refusals: `auth.person_required`, `till.approval_unknown`, `till.approval_self`, `till.approver_unfit`,
 * `till.wrong_pin`, those of a sign-in and of amounts, `auth.too_many_attempts`.
 */
export async function approve(ctx: Ctx, input: ApprovalInput): Promise<Result<Approval>> {
  const { actor } = ctx;
  if (actor.kind !== 'user') return refuse('auth.person_required');
  if (approvalLabel(ctx, input.what) === undefined) return refuse('till.approval_unknown');
  const upTo = readUpTo(ctx, input);
  if (!upTo.ok) return upTo;
  const way = input.pin === undefined ? 'sign_in' : 'pin';
  const approver = way === 'pin' ? await byPin(ctx, actor.id, input) : await bySignIn(ctx, input);
  if (!approver.ok) return approver;
  const { id: approver_id, name: approver_name } = approver.data;
  if (approver_id === actor.id) return refuse('till.approval_self');
  return transaction(ctx, async (tx) => {
    const now = tx.clock.now();
    const id = newId(now.getTime());
    const expires_at = new Date(now.getTime() + LIVES_MS);
    await tx.db
      .insertInto('till_approval')
      .values({
        organization_id: orgOf(tx).id,
        id,
        what: input.what,
        subject_id: input.subject_id,
        up_to_minor: upTo.data?.minor ?? null,
        way,
        asker_id: actor.id,
        asker_name: actor.name,
        approver_id,
        approver_name,
        created_at: now,
        expires_at,
      })
      .execute();
    await audit(tx, 'till.approval.given', {
      subject: { type: 'till.approval', id },
      after: {
        what: input.what,
        about: input.subject_id,
        approver: approver_name,
        way,
        ...(upTo.data && { amount: formatAmount(upTo.data.minor, upTo.data.currency), currency: upTo.data.currency }),
      },
    });
    return ok({ id, approver: approver.data, expires_at: expires_at.toISOString() });
  });
}

function readUpTo(ctx: Ctx, input: ApprovalInput): Result<{ minor: number; currency: string } | null> {
  if (input.amount === undefined) return ok(null);
  const currency = input.currency ?? orgOf(ctx).currency;
  if (!isCurrency(currency)) return refuse('till.currency_unknown', undefined, { currency: 'till.currency_unknown' });
  const read = parseAmount(input.amount, currency, orgOf(ctx));
  if (!read.ok) return { ...read, fields: { amount: read.code } };
  return read.data > 0
    ? ok({ minor: read.data, currency })
    : refuse('till.amount_zero', undefined, { amount: 'till.amount_zero' });
}

/** A wrong PIN, and somebody who has none, get the same answer. */
async function byPin(ctx: Ctx, askerId: string, { approver_id, pin = '' }: ApprovalInput): Promise<Result<Approver>> {
  if (approver_id === undefined) return refuse('till.wrong_pin', undefined, { pin: 'till.wrong_pin' });
  const busy = mayHash();
  if (busy) return busy;
  const { id: organization } = orgOf(ctx);
  const hour = hourOf(ctx);
  const counters = [
    attemptsOf(FREE.asker, 'till-pin', hour, organization, 'asker', askerId),
    attemptsOf(FREE.approver, 'till-pin', hour, organization, 'approver', approver_id),
  ];
  const counted = await countAttempt(ctx, counters);
  if (!counted.ok) return counted;
  const row = await ctx.system
    .selectFrom('till_pin')
    .select('hash')
    .where('organization_id', '=', organization)
    .where('user_id', '=', approver_id)
    .executeTakeFirst();
  const right = row !== undefined && (await isPin(ctx, approver_id, digitsOf(pin), row.hash));
  if (!right) return refuse('till.wrong_pin', undefined, { pin: 'till.wrong_pin' });
  await forgive(ctx, counters);
  return supervisor(ctx, approver_id);
}

async function bySignIn(ctx: Ctx, { email = '', password = '', code }: ApprovalInput): Promise<Result<Approver>> {
  const proved = await proveSignIn(ctx, { email, password, ...(code !== undefined && { code }) });
  return proved.ok ? supervisor(ctx, proved.data.id) : proved;
}

/** A member who supervises the whole organization. Refuses with `till.approver_unfit`. */
async function supervisor(ctx: Ctx, userId: string): Promise<Result<Approver>> {
  const actor = await memberById(ctx, userId);
  const fit = actor && !actor.limit && ctx.services.authenticator.can({ ...ctx, actor }, 'till.supervise');
  return fit ? ok({ id: actor.id, name: actor.name }) : refuse('till.approver_unfit');
}
