import { audit } from '../../audit/index.ts';
import { type Ctx, orgOf } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { shortId } from '../../lib/ids.ts';
import { ok, type Result } from '../../lib/result.ts';
import { hashSecret } from '../../lib/tokens.ts';
import { ownAccount } from '../account.ts';
import { CODE_LENGTH, CODE_MINUTES, payloadOf } from '../chats/code.ts';
import type { ChatCode } from '../contract.ts';

/**
 * Makes a one-time code with which the caller's account gets a chat. It replaces the code before. Refuses with
 * `portal.account_wanted`.
 */
export async function makeChatCode(ctx: Ctx): Promise<Result<ChatCode>> {
  const account = await ownAccount(ctx);
  if (!account.ok) return account;
  const code = shortId(CODE_LENGTH);
  const payload = payloadOf(code);
  // This may request the bot's name from Telegram, so it runs outside the transaction.
  const links = await linksTo(ctx, payload);
  const expires_at = new Date(ctx.clock.now().getTime() + CODE_MINUTES * 60_000);
  return transaction(ctx, async (tx) => {
    const kept = { code_hash: hashSecret(code), expires_at };
    await tx.db
      .insertInto('portal_chat_code')
      .values({ organization_id: orgOf(tx).id, account_id: account.data.id, ...kept })
      .onConflict((on) => on.columns(['organization_id', 'account_id']).doUpdateSet(kept))
      .execute();
    const subject = { type: 'portal.account', id: account.data.id };
    await audit(tx, 'portal.chat.code_made', { subject });
    return ok({ code, message: `start ${payload}`, expires_at: expires_at.toISOString(), links });
  });
}

/** The channels of the organization that a link can open. */
async function linksTo(ctx: Ctx, payload: string): Promise<ChatCode['links']> {
  const adapters = [...(ctx.services.channels?.adapters.values() ?? [])];
  const links = await Promise.all(
    adapters.map(async (adapter) => {
      if (!adapter.linkTo) return [];
      const about = await adapter.describe(ctx);
      const url = about.ready ? adapter.linkTo(ctx, about, payload) : null;
      return url ? [{ channel: adapter.name, url }] : [];
    }),
  );
  return links.flat();
}
