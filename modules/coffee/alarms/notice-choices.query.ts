import { personOf } from '../../../kernel/auth/index.ts';
import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import { ok, type Result } from '../../../kernel/lib/result.ts';
import type { NoticeChoice } from './contract.ts';

/** Who chose nothing is told of what matters, in both ways. */
export const USUAL: NoticeChoice = { email: true, chat: true, least: 'warning' };

/** What members chose, by the ids of their accounts. */
export async function noticeChoices(ctx: Ctx): Promise<Map<string, NoticeChoice>> {
  const rows = await choices(ctx).execute();
  return new Map(rows.map(({ user_id, ...choice }) => [user_id, choice as NoticeChoice]));
}

/** What the caller chose. Refuses with `auth.person_required`. */
export async function ownNoticeChoice(ctx: Ctx): Promise<Result<NoticeChoice>> {
  const person = personOf(ctx);
  if (!person.ok) return person;
  const row = await choices(ctx).where('user_id', '=', person.data.id).executeTakeFirst();
  if (!row) return ok(USUAL);
  const { user_id: _, ...choice } = row;
  return ok(choice as NoticeChoice);
}

const choices = (ctx: Ctx) =>
  ctx.db.selectFrom('coffee_notice_choice').select(['user_id', 'email', 'chat', 'least']).where(inOrg(ctx));
