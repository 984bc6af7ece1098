import { defineFlow } from '../../../kernel/conversations/index.ts';
import { accountOfPerson } from '../../../kernel/portal/index.ts';
import { FLOW } from '../names.ts';
import { buy, confirm, meter, operator, phone } from './buy.states.ts';
import { balance, history } from './look.states.ts';
import { proof, takeLooseProof } from './proof.states.ts';
import { report } from './report.states.ts';
import { command, type Doing, entry } from './talking.ts';
import { redeem, token } from './voucher.states.ts';

/**
 * Electricity by chat, for whoever has linked the chat with their account: what is left, buying, vouchers and
 * tokens, what was bought, the month. buy → confirm (→ meter) (→ phone → operator, or → proof); the answer about the
 * money comes by itself (notify-purchase.ts).
 */
export const electricityFlow = defineFlow<Doing>({
  name: FLOW,
  texts: 'chat.electricity',
  initial: () => ({}),
  entries: [
    { id: 'balance', to: 'balance' },
    { id: 'buy', to: 'buy' },
    { id: 'history', to: 'history' },
    { id: 'report', to: 'report' },
    { id: 'redeem', to: 'redeem' },
    { id: 'token', to: 'token' },
  ],
  states: { balance, buy, meter, confirm, phone, operator, proof, history, report, redeem, token },
  async menu(talk) {
    const account = await accountOfPerson(talk.ctx, talk.conversation.personId);
    return (account ? ['balance', 'buy', 'redeem', 'history', 'report', 'token'] : ['balance']).map((id) =>
      entry(talk, id),
    );
  },
  start: (_, payload) => (payload === 'electricity' ? { to: 'balance' } : null),
  unasked: (talk, input) => (input.kind === 'text' ? command(talk, input.text) : takeLooseProof(talk, input)),
});
