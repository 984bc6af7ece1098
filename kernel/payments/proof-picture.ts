import { definePurpose } from '../files/index.ts';

/**
 * A picture or document that somebody at the desk adds to a payment; what people send by chat is stored by its channel.
 */
export const proofPicture = definePurpose({
  name: 'payments.proof',
  accept: ['image', 'pdf'],
  maxBytes: 10 * 1024 * 1024,
  read: 'payments.read',
  upload: 'payments.verify',
});
