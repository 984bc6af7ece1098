import type { Ctx } from '../../../../kernel/ctx/index.ts';
import { enqueue } from '../../../../kernel/jobs/index.ts';
import { sendQuestionJob } from './send-question.job.ts';
import type { Question } from './send-question.ts';

/**
 * Sends a question with its buttons to all office members who work from a chat, once the transaction of `tx` is done.
 */
export async function askOffice(tx: Ctx, asking: Question): Promise<void> {
  await enqueue(tx, sendQuestionJob, asking);
}
