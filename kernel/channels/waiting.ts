import { inOrg } from '../ctx/index.ts';
import { countOf, type Waiting } from '../module/index.ts';

/** Chats that nobody has read. */
export const waiting: Waiting[] = [
  {
    kind: 'channels.unread',
    permission: 'channels.reply',
    to: '/inbox?unread=1',
    count: (ctx) =>
      countOf(
        ctx.db
          .selectFrom('conversation')
          .select((eb) => eb.fn.countAll<number>().as('count'))
          .where(inOrg(ctx))
          .where('unread', '>', 0),
      ),
  },
];
