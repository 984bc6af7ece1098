import { audit } from '../../../kernel/audit/index.ts';
import { renderQr } from '../../../kernel/credentials/index.ts';
import { byPerson, type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { newStaffToken } from '../door/staff-token.ts';
import type { HandedOver, StaffTokenInput } from '../door-contract.ts';
import { STAFF_TOKEN } from '../door-names.ts';
import { asStaffToken } from '../queries/staff-tokens.ts';

/** A year and some days: a term's token needn't be made twice, and none is for ever. */
const LONGEST_MS = 400 * 86_400_000;

/**
 * Makes a staff token and answers it, this once, as a link and its QR: the database keeps its hash only.
 * Refusals: `auth.person_required`, `mess.token.name_blank`, `mess.token.validity` (over already, or longer than 400 days).
 */
export async function createStaffToken(ctx: Ctx, input: StaffTokenInput): Promise<Result<HandedOver>> {
  // It outlives whoever makes it, so an API key may not.
  if (!byPerson(ctx)) return refuse('auth.person_required');
  const now = ctx.clock.now();
  const validUntil = new Date(input.valid_until);
  const name = input.name.trim();
  if (!name) return refuse('mess.token.name_blank', undefined, { name: 'mess.token.name_blank' });
  const lasts = validUntil.getTime() - now.getTime();
  if (!(lasts > 0 && lasts <= LONGEST_MS)) {
    return refuse('mess.token.validity', undefined, { valid_until: 'mess.token.validity' });
  }
  const { token: secret, hash } = newStaffToken(orgOf(ctx).id);
  const row = {
    organization_id: orgOf(ctx).id,
    id: newId(now.getTime()),
    name,
    role: input.role,
    token_hash: hash,
    valid_until: validUntil,
    created_by_name: ctx.actor.name,
    created_at: now,
  };
  const made = await transaction(ctx, async (tx) => {
    await Promise.all([
      tx.db.insertInto('mess_staff_token').values(row).execute(),
      audit(tx, 'mess.token.created', {
        subject: { type: STAFF_TOKEN, id: row.id },
        after: { name, role: input.role, valid_until: validUntil.toISOString() },
      }),
    ]);
    return ok(null);
  });
  if (!made.ok) return made;
  // Behind #: what stands there is sent to no server and written into no log.
  const url = `${ctx.config.PUBLIC_URL.replace(/\/+$/, '')}/scanner/#token=${secret}`;
  const qr = await renderQr(url, 'svg', { size: 320 });
  const token = asStaffToken({ ...row, revoked_at: null, devices: 0 }, now);
  return ok({ token, secret, url, qr_svg: new TextDecoder().decode(qr) });
}
