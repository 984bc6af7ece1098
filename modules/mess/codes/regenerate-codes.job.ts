import { Type } from 'typebox';
import { reissueCredential } from '../../../kernel/credentials/index.ts';
import { defineJob } from '../../../kernel/jobs/index.ts';
import { STUDENT } from '../names.ts';
import { approvedIds } from '../students/students.query.ts';

/**
 * New codes for everybody who eats, one transaction each. Tried again after a fault, some get a newer one still, which harms nobody: whatever
 * they show next is drawn from the newest.
 */
export const regenerateCodesJob = defineJob({
  name: 'mess.regenerate-codes',
  schema: Type.Object({}),
  async run(ctx, _, progress) {
    const ids = await approvedIds(ctx);
    let done = 0;
    for (const id of ids) {
      const reissued = await reissueCredential(ctx, { subjectType: STUDENT, subjectId: id });
      if (!reissued.ok) throw new Error(`${reissued.code}: student ${id}`);
      done += 1;
      progress(done, ids.length);
    }
    return { renewed: done };
  },
});
