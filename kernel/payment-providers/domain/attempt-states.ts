/** What each state of an attempt allows. The actions, the API and the console's buttons read this one table. */

export const ATTEMPT_STATES = ['sending', 'waiting', 'unknown', 'succeeded', 'differs', 'failed'] as const;
export type AttemptState = (typeof ATTEMPT_STATES)[number];

/** The outcome is still to come. */
export const OPEN_ATTEMPTS = ['sending', 'waiting', 'unknown'] as const satisfies AttemptState[];

type Rule = { from: readonly AttemptState[]; to: AttemptState };

/**
 * sending: stored, and perhaps sent · waiting: the provider has it · unknown: it was sent, and no answer came ·
 * succeeded: the money moved as requested · differs: money came, but not as requested · failed: no money moved.
 */
const ATTEMPT_RULES = {
  wait: { from: ['sending', 'waiting', 'unknown'], to: 'waiting' },
  lose: { from: ['sending', 'unknown'], to: 'unknown' },
  fail: { from: ['sending', 'waiting', 'unknown'], to: 'failed' },
  // Also after it failed: providers correct themselves, and received money must never be refused.
  succeed: { from: ['sending', 'waiting', 'unknown', 'failed'], to: 'succeeded' },
  differ: { from: ['sending', 'waiting', 'unknown', 'failed'], to: 'differs' },
} as const satisfies Record<string, Rule>;

export type AttemptStep = keyof typeof ATTEMPT_RULES;

export function mayAttempt(step: AttemptStep, state: AttemptState): boolean {
  return (ATTEMPT_RULES[step].from as readonly AttemptState[]).includes(state);
}

export const isOpen = (state: AttemptState): boolean => (OPEN_ATTEMPTS as readonly AttemptState[]).includes(state);
