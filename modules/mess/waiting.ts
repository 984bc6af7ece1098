import { inOrg } from '../../kernel/ctx/index.ts';
import { countOf, type Waiting } from '../../kernel/module/index.ts';

/** What of a mess waits for staff. */
export const waiting: Waiting[] = [
  {
    kind: 'mess.students',
    permission: 'mess.student.decide',
    to: '/mess/students?filter={"state":"pending"}',
    count: (ctx) =>
      countOf(
        ctx.db
          .selectFrom('mess_student')
          .select((eb) => eb.fn.countAll<number>().as('count'))
          .where(inOrg(ctx))
          .where('state', '=', 'pending'),
      ),
  },
];
