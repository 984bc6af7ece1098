import type { Ctx } from '../../../kernel/ctx/index.ts';
import { enqueue } from '../../../kernel/jobs/index.ts';
import { sendQuestionJob } from './send-question.job.ts';
import type { Question } from './send-question.ts';

/**
 * Puts a question before everybody of the office who works from a chat, with its buttons, once the transaction of `tx`
 * is done.
 */
export async function askOffice(tx: Ctx, asking: Question): Promise<void> {
  await enqueue(tx, sendQuestionJob, asking);
}
