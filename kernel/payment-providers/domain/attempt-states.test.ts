import { expect, test } from 'vitest';
import { ATTEMPT_STATES, type AttemptState, type AttemptStep, isOpen, mayAttempt } from './attempt-states.ts';

test.each<[AttemptStep, AttemptState[]]>([
  ['wait', ['sending', 'waiting', 'unknown']],
  // What the provider was seen to have can't get lost any more.
  ['lose', ['sending', 'unknown']],
  ['fail', ['sending', 'waiting', 'unknown']],
  // Money that came after a failure is taken; money that came is never taken twice.
  ['succeed', ['sending', 'waiting', 'unknown', 'failed']],
  ['differ', ['sending', 'waiting', 'unknown', 'failed']],
])('%s is allowed from %s, and from no other state', (step, allowed) => {
  expect(ATTEMPT_STATES.filter((state) => mayAttempt(step, state))).toEqual(allowed);
});

test('the outcome of an open attempt is still to come', () => {
  expect(ATTEMPT_STATES.filter(isOpen)).toEqual(['sending', 'waiting', 'unknown']);
});
