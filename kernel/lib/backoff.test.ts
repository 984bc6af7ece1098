import { afterEach, describe, expect, it, vi } from 'vitest';
import { askedPause, doublingPause, listedPause, retryAfterMsOf } from './backoff.ts';

const middle = () => 0.5;

afterEach(() => void vi.useRealTimers());

describe('pauses', () => {
  it('from a list end with it', () => {
    expect([1, 2, 3].map((attempt) => listedPause(attempt, [10, 40]))).toEqual([10, 40, null]);
  });

  it('double from the first to the longest', () => {
    const pauses = { firstMs: 5_000, longestMs: 60_000 };
    const seconds = [1, 2, 3, 4, 5, 60, 5000].map((attempt) => doublingPause(attempt, pauses, middle) / 1000);
    expect(seconds).toEqual([5, 10, 20, 40, 60, 60, 60]);
  });

  it('are spread by a fifth to both sides', () => {
    const pauses = { firstMs: 1_000, longestMs: 1_000 };
    expect([doublingPause(1, pauses, () => 0), doublingPause(9, pauses, () => 1)]).toEqual([800, 1200]);
  });
});

describe('a server that asks for a pause', () => {
  it('gives seconds or a date', () => {
    vi.useFakeTimers({ now: new Date('2026-01-05T10:00:00Z') });
    const headers = ['7', 'Mon, 05 Jan 2026 10:01:00 GMT', 'Mon, 05 Jan 2026 09:00:00 GMT', '0', 'soon', '-3', ''];
    expect(headers.map(retryAfterMsOf)).toEqual([7000, 60_000, undefined, undefined, undefined, undefined, undefined]);
    expect(retryAfterMsOf(undefined)).toBeUndefined();
  });

  it('gets at least a second and at most an hour', () => {
    expect([0, 5_000, 86_400_000].map(askedPause)).toEqual([1_000, 5_000, 3_600_000]);
  });
});
