import { Type } from 'typebox';
import { transaction } from '../../../kernel/db/index.ts';
import { defineJob } from '../../../kernel/jobs/index.ts';
import { ok } from '../../../kernel/lib/result.ts';
import { sendClosure } from './send-closure.action.ts';

const Id = Type.String({ format: 'uuid' });
const Day = Type.String({ format: 'date' });
/** What is told; `days`: of these only. */
export const ClosureNewsFields = {
  news: Type.Enum(['closed', 'open']),
  days: Type.Optional(Type.Object({ from: Day, to: Day })),
};

/** One student hears of one closure. */
export const sendClosureJob = defineJob({
  name: 'mess.send-closure',
  schema: Type.Object({ closure: Id, person: Id, ...ClosureNewsFields }),
  run: (ctx, { closure, person, ...news }) =>
    transaction(ctx, async (tx) => {
      await sendClosure(tx, closure, person, news);
      return ok(null);
    }),
});
