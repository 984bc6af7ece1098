import { Type } from 'typebox';
import { defineJob } from '../jobs/index.ts';
import { readProof } from './actions/read-proof.action.ts';

/** Reads the picture of a proof. One at a time and in a process of low priority, since no person waits for it. */
export const readProofJob = defineJob({
  name: 'payments.read-proof',
  schema: Type.Object({ proofId: Type.String() }),
  concurrency: 1,
  timeoutSeconds: 300,
  retry: { limit: 2, firstSeconds: 60 },
  run: (ctx, { proofId }) => readProof(ctx, proofId),
});
