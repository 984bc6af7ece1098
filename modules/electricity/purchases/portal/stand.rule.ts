/** How a purchase stands for its payer, from the states of the purchase, its payment and the newest charge. */

const STANDS = [
  'open', // nobody was asked for the money yet
  'asking', // the provider is being asked
  'phone', // the phone shows the question for the PIN
  'page', // the payer is on the provider's page
  'unknown', // it was asked, and nobody knows whether the money moved
  'checking', // a proof waits for staff, or money came otherwise than asked
  'failed', // no money moved
  'credited',
  'refunded',
  'ended', // not paid in time
] as const;
export type Stand = (typeof STANDS)[number];

/** Nothing more happens by itself. */
export const SETTLED: Stand[] = ['credited', 'refunded', 'ended', 'failed', 'open'];

type Seen = {
  state: string;
  payment: { state: string };
  charge: { state: string; payer: string | null } | null;
};

/** "Failed" is said only when the provider said so: whoever reads it pays again. */
export function standOf({ state, payment, charge }: Seen): Stand {
  if (state === 'credited' || state === 'refunded') return state;
  if (payment.state === 'verified') return 'checking';
  if (charge?.state === 'unknown' || payment.state === 'unknown') return 'unknown';
  if (charge?.state === 'sending') return 'asking';
  if (charge?.state === 'waiting') return charge.payer ? 'phone' : 'page';
  if (charge?.state === 'differs' || charge?.state === 'succeeded' || payment.state === 'submitted') return 'checking';
  if (state === 'ended') return 'ended';
  return charge?.state === 'failed' ? 'failed' : 'open';
}
