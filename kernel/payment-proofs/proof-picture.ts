import { definePurpose } from '../files/index.ts';
import { proofDays } from '../retention/index.ts';

/** A picture or document that staff at the desk add to a payment; the channel stores what people send by chat. */
export const proofPicture = definePurpose({
  name: 'payments.proof',
  accept: ['image', 'pdf'],
  maxBytes: 10 * 1024 * 1024,
  read: 'payments.read',
  upload: 'payments.verify',
  keepDays: proofDays,
});
