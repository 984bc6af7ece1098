import { expect, test } from 'vitest';
import { isShownNow, LEEWAY_MS, STEP_MS, stepsFrom } from './changing-code.rule.ts';

const now = new Date('2026-11-23T07:00:12.345Z');

test('steps follow each other without a gap, and the first holds this moment', () => {
  const steps = stepsFrom(now, 3);
  expect(new Date(steps[0]?.from ?? 0).toISOString()).toBe('2026-11-23T07:00:00.000Z');
  expect(steps.map(({ from, to }) => to - from)).toEqual([STEP_MS, STEP_MS, STEP_MS]);
  expect(steps.slice(1).map(({ from }) => from)).toEqual(steps.slice(0, -1).map(({ to }) => to));
});

test.each([
  [-LEEWAY_MS - 1, false, 'before its time'],
  [-LEEWAY_MS, true, 'on a scanner that is slow'],
  [0, true, 'at its first moment'],
  [STEP_MS, true, 'read in its last moment'],
  [STEP_MS + LEEWAY_MS - 1, true, 'on a scanner that is fast'],
  [STEP_MS + LEEWAY_MS, false, 'when it is over'],
  [3_600_000, false, 'an hour later, from a picture'],
  [-3_600_000, false, 'an hour before, taken out of the phone'],
])('%i ms after its step began: %s (%s)', (after, good) => {
  const [step] = stepsFrom(now, 1);
  expect(isShownNow(new Date(step?.until ?? 0), new Date((step?.from ?? 0) + after))).toBe(good);
});
