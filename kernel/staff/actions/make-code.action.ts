import { audit } from '../../audit/index.ts';
import { personOf } from '../../auth/index.ts';
import { adapterOf } from '../../channels/index.ts';
import { type Ctx, orgOf } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { shortId } from '../../lib/ids.ts';
import { ok, type Result } from '../../lib/result.ts';
import { hashSecret } from '../../lib/tokens.ts';
import { CODE_LENGTH, CODE_MINUTES, payloadOf } from '../code.ts';
import type { StaffCode } from '../contract.ts';

/**
 * Makes a one-time code with which the signed-in person links a chat. It replaces the code before. Refuses with
 * `auth.person_required`: API keys have no chats.
 */
export async function makeStaffCode(ctx: Ctx): Promise<Result<StaffCode>> {
  const person = personOf(ctx);
  if (!person.ok) return person;
  const organization = orgOf(ctx);
  const code = shortId(CODE_LENGTH);
  const expires_at = new Date(ctx.clock.now().getTime() + CODE_MINUTES * 60_000);
  // This may request the bot's name from Telegram, so it runs outside the transaction.
  const telegram = await adapterOf(ctx, 'telegram')?.describe(ctx);
  return transaction(ctx, async (tx) => {
    const kept = { code_hash: hashSecret(code), expires_at };
    await tx.db
      .insertInto('staff_code')
      .values({ organization_id: organization.id, user_id: person.data.id, ...kept })
      .onConflict((on) => on.columns(['organization_id', 'user_id']).doUpdateSet(kept))
      .execute();
    await audit(tx, 'staff.code_made', { subject: { type: 'auth.user', id: person.data.id } });
    const payload = payloadOf(code);
    return ok({
      code,
      message: `start ${payload}`,
      expires_at: expires_at.toISOString(),
      telegram_url: telegram?.name ? `https://t.me/${telegram.name.slice(1)}?start=${payload}` : null,
      web_url: `${tx.config.PUBLIC_URL}/chat/${organization.slug}?start=${payload}`,
    });
  });
}
