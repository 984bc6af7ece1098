import { Type } from 'typebox';
import { reissueCredential } from '../../../kernel/credentials/index.ts';
import { defineJob } from '../../../kernel/jobs/index.ts';
import { STUDENT } from '../names.ts';
import { approvedIds } from '../students/students.query.ts';

/**
 * New codes for every student who eats, one transaction each. A retry renews some codes a second time. That does no
 * harm, because every screen reads the newest code.
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
