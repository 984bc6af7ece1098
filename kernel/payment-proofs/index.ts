/** Public API of the payment-proofs package: what payers send as proof, what it says, and the desk that decides. */

import { definePackage } from '../module/index.ts';
import { alsoSent } from './actions/also-sent.action.ts';
import { personalData } from './personal-data.ts';
import { proofPicture } from './proof-picture.ts';
import { readProofJob } from './read-proof.job.ts';
import { proofRoutes } from './routes/proofs.routes.ts';

export { confirmSeen } from './actions/confirm-seen.action.ts';
export { type NewProof, submitProof } from './actions/submit-proof.action.ts';
export { claimsPaid } from './domain/claims-paid.ts';
export { type Receipt, readReceipt } from './domain/read-receipt.ts';
export { compareReceipts } from './domain/same-receipt.ts';
export { rowsOf, sharedRows } from './domain/same-rows.ts';
export { amountIn, proofIn } from './domain/typed-proof.ts';
export { canBePaid, paymentInstructions, takesTransfers } from './instructions.ts';
export { ownNumbersOf } from './own-numbers.ts';
export { proofPicture } from './proof-picture.ts';
export { listQueue, paymentDetail } from './queries/queue.ts';

export const paymentProofsPackage = definePackage({
  name: 'payment-proofs',
  personalData,
  errors: { 'payments.proof_empty': 400 },
  routes: proofRoutes,
  jobs: [readProofJob],
  files: [proofPicture],
  async start({ services }) {
    if (services.conversations) services.conversations.alsoSent = alsoSent;
    return undefined;
  },
});
