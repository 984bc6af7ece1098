import type { Ctx } from '../../../kernel/ctx/index.ts';
import { enqueue } from '../../../kernel/jobs/index.ts';
import { tellOfficeJob } from '../jobs/tell-office.job.ts';
import type { Asking } from './tell-office.ts';

/** Puts a question before everybody of the office who works from a chat, with its buttons, once the transaction of `tx` is done. */
export async function askOffice(tx: Ctx, asking: Asking): Promise<void> {
  await enqueue(tx, tellOfficeJob, asking);
}
