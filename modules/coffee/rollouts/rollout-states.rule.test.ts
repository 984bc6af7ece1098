import { describe, expect, test } from 'vitest';
import { areStages, type Counts, MACHINE_STATES, stagesOf, standing, verdict } from './rollout-states.rule.ts';

const NONE = Object.fromEntries(MACHINE_STATES.map((state) => [state, 0])) as Counts;
const limits = { enough_percent: 80, failure_percent: 10 };
const of = (counts: Partial<Counts>, last = false) => verdict({ ...NONE, ...counts }, limits, last);

describe('a rollout', () => {
  test('goes on when enough of the machines told succeeded', () => {
    expect(of({ told: 3, succeeded: 7, waiting: 90 })).toBe('wait');
    expect(of({ told: 2, succeeded: 8, waiting: 90 })).toBe('next');
    expect(of({ told: 2, succeeded: 98 }, true)).toBe('wait');
    expect(of({ missed: 2, succeeded: 98 }, true)).toBe('complete');
  });

  test('goes back as soon as too many failed, and of one machine that is one', () => {
    expect(of({ told: 9, failed: 1 })).toBe('wait');
    expect(of({ told: 8, failed: 1, silent: 1 })).toBe('roll_back');
    expect(of({ failed: 1 })).toBe('roll_back');
    expect(of({ succeeded: 89, failed: 11 }, true)).toBe('roll_back');
  });

  test('waits for a person when too few answered in time', () => {
    expect(of({ missed: 3, succeeded: 7 })).toBe('pause');
    expect(of({ missed: 3, succeeded: 7 }, true)).toBe('pause');
  });

  test('with no limit for failures goes back at the first', () => {
    expect(verdict({ ...NONE, told: 99, failed: 1 }, { enough_percent: 80, failure_percent: 0 }, false)).toBe(
      'roll_back',
    );
  });
});

test.each([
  [1, [5, 25, 100], [0]],
  [4, [5, 25, 100], [0, 2, 2, 2]],
  [10, [5, 25, 100], [0, 1, 1, 2, 2, 2, 2, 2, 2, 2]],
  [3, [100], [0, 0, 0]],
])('%i machines in stages of %j %% are in stages %j', (machines, shares, stages) => {
  expect(stagesOf(machines, shares)).toEqual(stages);
});

test.each([
  [[5, 25, 100], true],
  [[100], true],
  [[5, 25], false],
  [[25, 5, 100], false],
  [[5, 5, 100], false],
  [[0, 100], false],
])('stages of %j %% are stages: %s', (shares, are) => {
  expect(areStages(shares)).toBe(are);
});

test('a machine that was given its package and said nothing counts as failed; one that never asked does not', () => {
  expect(standing('unknown', false)).toBe('silent');
  expect(standing('expired', false)).toBe('missed');
  expect(standing('queued', true)).toBe('returning');
  expect(standing('succeeded', true)).toBe('returned');
  expect(standing('expired', true)).toBe('stuck');
});
