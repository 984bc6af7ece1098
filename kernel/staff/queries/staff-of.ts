import { findConversation } from '../../channels/index.ts';
import { type Actor, type ActorOf, type Ctx, inOrg, onOrg, type Role } from '../../ctx/index.ts';
import { isFirstOrganization } from '../../db/index.ts';
import { boundsFrom, type StandingColumns } from '../../tenancy/index.ts';

type Member = ActorOf<'user'>;

/** The role of people in ADMIN_TG_IDS, who are known only by their chat. */
const BY_TELEGRAM: Role = 'admin';

/** The Telegram ids of ADMIN_TG_IDS; they are for the first organization, like the environment's bot. */
async function telegramAdmins(ctx: Ctx): Promise<string[]> {
  const ids = (ctx.config.ADMIN_TG_IDS ?? '').split(/[\s,]+/).filter(Boolean);
  return ids.length > 0 && (await isFirstOrganization(ctx)) ? ids : [];
}

/** A member of the organization as an actor, with their current role; null when they are no longer a member. */
export async function memberById(ctx: Ctx, userId: string): Promise<Member | null> {
  const row = await members(ctx).where('m.user_id', '=', userId).executeTakeFirst();
  return row ? asMember(ctx, row) : null;
}

function members(ctx: Ctx) {
  return ctx.db
    .selectFrom('membership as m')
    .innerJoin('auth_user as u', 'u.id', 'm.user_id')
    .leftJoin('staff_role as t', onOrg('t.key', 'm.staff_role'))
    .select(['u.id', 'u.name', 'u.email', 'm.role', 'm.limit_kind', 'm.limit_id'])
    .select(['m.staff_role', 't.permissions as staff_permissions'])
    .where(inOrg(ctx, 'm'));
}

type MemberRow = { id: string; name: string; email: string; role: string } & StandingColumns;
const asMember = (ctx: Ctx, row: MemberRow): Member => ({
  kind: 'user',
  id: row.id,
  name: row.name,
  email: row.email,
  role: row.role as Role,
  ...boundsFrom(ctx.services.auth, row),
});

/**
 * The member of staff of a chat, as an actor with their current role, or null: linked by a code, else by ADMIN_TG_IDS.
 * Read again for each message, so a removed member has no rights at once.
 */
export async function staffOf(ctx: Ctx, conversationId: string): Promise<Actor | null> {
  const linked = await members(ctx)
    .innerJoin('staff_chat as c', onOrg('c.user_id', 'm.user_id'))
    .where('c.conversation_id', '=', conversationId)
    .executeTakeFirst();
  if (linked) return asMember(ctx, linked);
  const ids = await telegramAdmins(ctx);
  if (ids.length === 0) return null;
  const chat = await findConversation(ctx, conversationId);
  return chat?.channel === 'telegram' && ids.includes(chat.address) ? byTelegram(chat) : null;
}

const byTelegram = (chat: { person_id: string; display_name: string | null; address: string }): Actor => ({
  kind: 'chat',
  id: chat.person_id,
  name: chat.display_name ?? `Telegram ${chat.address}`,
  role: BY_TELEGRAM,
});

/** A member with what they chose as their language; null: the organization's. */
export type StaffMember = { actor: Member; language: string | null };

/** The members with a permission, by name, with their current roles. */
export async function staffWith(ctx: Ctx, permission: string): Promise<StaffMember[]> {
  const rows = await members(ctx).select('u.language').orderBy('u.name').orderBy('u.id').execute();
  return rows
    .map(({ language, ...row }): StaffMember => ({ actor: asMember(ctx, row), language }))
    .filter(({ actor }) => ctx.services.authenticator.can({ ...ctx, actor }, permission));
}

/** `language`: the conversation's. */
export type StaffInChat = { conversationId: string; language: string; actor: Actor };

/** The chats in which staff with a permission are notified: for each member the chat in which they wrote last. */
export async function staffChats(ctx: Ctx, permission: string): Promise<StaffInChat[]> {
  const ids = await telegramAdmins(ctx);
  const [linked, known] = await Promise.all([
    members(ctx)
      .innerJoin('staff_chat as c', onOrg('c.user_id', 'm.user_id'))
      .innerJoin('conversation as v', onOrg('v.id', 'c.conversation_id'))
      .distinctOn('u.id')
      .select(['v.id as conversation_id', 'v.language'])
      .where('v.blocked_at', 'is', null)
      .orderBy('u.id')
      .orderBy('v.last_inbound_at', (by) => by.desc().nullsLast())
      .execute(),
    ids.length === 0
      ? []
      : ctx.db
          .selectFrom('conversation as v')
          .select(['v.id', 'v.person_id', 'v.display_name', 'v.address', 'v.language'])
          .where(inOrg(ctx, 'v'))
          .where('v.channel', '=', 'telegram')
          .where('v.address', 'in', ids)
          .where('v.blocked_at', 'is', null)
          .execute(),
  ]);
  const all = [
    ...linked.map(({ conversation_id, language, ...row }): StaffInChat => {
      return { conversationId: conversation_id, language, actor: asMember(ctx, row) };
    }),
    ...known.map((row): StaffInChat => ({ conversationId: row.id, language: row.language, actor: byTelegram(row) })),
  ];
  // A person who is linked in both ways is notified once.
  const once = [...new Map(all.reverse().map((one) => [one.conversationId, one])).values()];
  return once.filter(({ actor }) => ctx.services.authenticator.can({ ...ctx, actor }, permission));
}
