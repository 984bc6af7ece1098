import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import { ok, type Result } from '../../../kernel/lib/result.ts';
import { ownAccount } from '../../../kernel/portal/index.ts';
import type { NoticeKind } from './alert-kinds.rule.ts';
import type { NoticeChoice } from './contract.ts';
import { type QuietHours, showTime } from './quiet-hours.rule.ts';

export type Choice = { email: boolean; chat: boolean; sms: boolean; muted: string[]; quiet: QuietHours | null };

/** E-mail and chat cost nothing; an SMS does, so it is sent when it is asked for, or nothing else reaches somebody. */
export const USUAL: Choice = { email: true, chat: true, sms: false, muted: [], quiet: null };

/** What the holders of these accounts chose. */
export async function choicesOf(ctx: Ctx, accountIds: string[]): Promise<Map<string, Choice>> {
  if (accountIds.length === 0) return new Map();
  const rows = await ctx.db
    .selectFrom('electricity_notice_choice')
    .selectAll()
    .where(inOrg(ctx))
    .where('account_id', 'in', accountIds)
    .execute();
  return new Map(
    rows.map(({ account_id, email, chat, sms, muted, quiet_from, quiet_to }) => [
      account_id,
      {
        email,
        chat,
        sms,
        muted,
        quiet: quiet_from === null || quiet_to === null ? null : { from: quiet_from, to: quiet_to },
      },
    ]),
  );
}

/** The caller's own. */
export async function ownChoice(ctx: Ctx): Promise<Result<NoticeChoice>> {
  const account = await ownAccount(ctx);
  if (!account.ok) return account;
  const { quiet, muted, ...choice } = (await choicesOf(ctx, [account.data.id])).get(account.data.id) ?? USUAL;
  return ok({
    ...choice,
    muted: muted as NoticeKind[],
    quiet_from: quiet ? showTime(quiet.from) : null,
    quiet_to: quiet ? showTime(quiet.to) : null,
  });
}
