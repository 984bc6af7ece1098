import { inOrg } from '../ctx/index.ts';
import { countOf, type Waiting } from '../module/index.ts';

/** So long before its end a key is named: time to put another one into the program that uses it. */
const BEFORE_END_MS = 14 * 24 * 3_600_000;

/** Keys of programs that end soon. */
export const waiting: Waiting[] = [
  {
    kind: 'tenancy.ending_keys',
    permission: 'api_key.write',
    to: '/office/api-keys',
    count: (ctx) => {
      const now = ctx.clock.now();
      return countOf(
        ctx.db
          .selectFrom('api_key')
          .select((eb) => eb.fn.countAll<number>().as('count'))
          .where(inOrg(ctx))
          .where('revoked_at', 'is', null)
          .where('expires_at', '>', now)
          .where('expires_at', '<', new Date(now.getTime() + BEFORE_END_MS)),
      );
    },
  },
];
