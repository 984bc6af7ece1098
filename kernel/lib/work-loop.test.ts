import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WorkLoop } from './work-loop.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** A loop whose looks take `ms` each. */
function looker(ms = 0, over: Partial<ConstructorParameters<typeof WorkLoop>[0]> = {}) {
  const look = vi.fn(async () => void (ms > 0 && (await pause(ms))));
  const failed = vi.fn();
  return { look, failed, loop: new WorkLoop({ look, failed, gatherMs: 20, ...over }) };
}

describe('a work loop', () => {
  it('looks at the start and once a second, until it stops', async () => {
    const { loop, look } = looker();
    loop.start();
    expect(look).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(3000);
    expect(look).toHaveBeenCalledTimes(4);
    await loop.stop();
    await vi.advanceTimersByTimeAsync(3000);
    expect(look).toHaveBeenCalledTimes(4);
  });

  it('answers many wakes with one look', async () => {
    const { loop, look } = looker();
    for (let n = 0; n < 1000; n++) loop.wake();
    await vi.advanceTimersByTimeAsync(19);
    expect(look).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(look).toHaveBeenCalledTimes(1);
  });

  it('looks once more when it was asked during a look, and never twice at a time', async () => {
    let running = 0;
    const look = vi.fn(async () => {
      expect(++running).toBe(1);
      await pause(50);
      running--;
    });
    const { loop } = looker(0, { look });
    let ended = false;
    void loop.look();
    for (let n = 0; n < 5; n++) void loop.look().then(() => (ended = true));
    await vi.advanceTimersByTimeAsync(99);
    expect([look.mock.calls.length, ended]).toEqual([2, false]);
    await vi.advanceTimersByTimeAsync(1);
    expect([look.mock.calls.length, ended]).toEqual([2, true]);
  });

  it('reports a look that failed, and looks again a second later', async () => {
    const look = vi.fn(async () => {});
    look.mockRejectedValueOnce(new Error('the database is away'));
    const { loop, failed } = looker(0, { look });
    loop.start();
    await vi.advanceTimersByTimeAsync(1000);
    expect(failed.mock.calls).toEqual([[new Error('the database is away')]]);
    expect(look).toHaveBeenCalledTimes(2);
    await loop.stop();
  });

  it('drains: looks until a look starts nothing, and waits for the work that others began', async () => {
    const done: number[] = [];
    let due = 3;
    const loop: WorkLoop = new WorkLoop({
      look: async () => {
        const one = due--;
        if (one > 0) void loop.track(pause(10 * one).then(() => done.push(one)));
      },
      failed: () => {},
      gatherMs: 0,
    });
    const drained = loop.drain();
    await vi.advanceTimersByTimeAsync(59);
    expect(done).toEqual([3, 2]);
    await vi.advanceTimersByTimeAsync(1);
    await drained;
    expect(done).toEqual([3, 2, 1]);
  });

  it('stops after the work in progress, also when that fails', async () => {
    const { loop } = looker();
    const cut = vi.fn();
    loop.track(pause(100).then(() => Promise.reject(new Error('no')))).catch(() => {});
    let stopped = false;
    void loop.stop(200, cut).then(() => (stopped = true));
    await vi.advanceTimersByTimeAsync(99);
    expect(stopped).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(stopped).toBe(true);
    await vi.advanceTimersByTimeAsync(500);
    expect(cut).not.toHaveBeenCalled();
  });

  it('cuts work that takes longer than the time it is given', async () => {
    const { loop } = looker();
    let end = () => {};
    void loop.track(new Promise<void>((resolve) => (end = resolve)));
    const stopping = loop.stop(200, () => end());
    await vi.advanceTimersByTimeAsync(200);
    await stopping;
  });

  it('that is halted finishes its look and takes no new one, neither asked nor woken', async () => {
    const { loop, look } = looker(50);
    loop.start();
    void loop.look();
    const halted = loop.halt();
    loop.wake();
    void loop.look();
    expect(loop.stopping).toBe(true);
    await vi.advanceTimersByTimeAsync(50);
    await halted;
    await vi.advanceTimersByTimeAsync(2000);
    expect(look).toHaveBeenCalledTimes(1);
  });
});
