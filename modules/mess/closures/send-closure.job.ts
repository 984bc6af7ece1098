import { Type } from 'typebox';
import { transaction } from '../../../kernel/db/index.ts';
import { defineJob } from '../../../kernel/jobs/index.ts';
import { ok } from '../../../kernel/lib/result.ts';
import { sendClosure } from './send-closure.action.ts';

const Id = Type.String({ format: 'uuid' });
const Day = Type.String({ format: 'date' });
/** The message's kind; `days`: only these days. */
export const ClosureNoticeFields = {
  notice: Type.Enum(['closed', 'open']),
  days: Type.Optional(Type.Object({ from: Day, to: Day })),
};

/** Notifies one student about one closure. */
export const sendClosureJob = defineJob({
  name: 'mess.send-closure',
  schema: Type.Object({ closure: Id, person: Id, ...ClosureNoticeFields }),
  run: (ctx, { closure, person, ...notice }) =>
    transaction(ctx, async (tx) => {
      await sendClosure(tx, closure, person, notice);
      return ok(null);
    }),
});
