import { defineFlow } from '../../../kernel/conversations/index.ts';
import { FLOW } from '../names.ts';
import { type Buying, startBuying } from './buying.ts';
import { late, refund } from './late.states.ts';
import { cancelBuying, pay, proof, takeLooseProof } from './pay.states.ts';
import { near, numbers, raffles } from './pick.states.ts';
import { name, review } from './review.states.ts';
import { startPayload } from './start-payload.rule.ts';
import { tickets } from './tickets.states.ts';

/**
 * Buying by chat: raffles → numbers (→ the nearest free ones) (→ name) → review → proof → thanks; beside it my tickets,
 * paying later, and the choice of a buyer who paid too late. The states are in `*.states.ts`; README.md shows their
 * order.
 */
export const buying = defineFlow<Buying>({
  name: FLOW,
  texts: 'chat.raffle',
  initial: () => ({}),
  entries: [
    { id: 'raffles', to: 'raffles', menu: true },
    { id: 'tickets', to: 'tickets', menu: true },
    { id: 'proof', to: 'pay', menu: true },
    { id: 'late', to: 'late' },
    { id: 'refund', to: 'refund' },
  ],
  states: { raffles, numbers, near, name, review, pay, proof, late, refund, tickets },
  start: (talk, payload) => {
    const wanted = startPayload(payload);
    return wanted ? startBuying(talk, wanted) : null;
  },
  unasked: takeLooseProof,
  cancel: cancelBuying,
});
