import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Detector, lasting } from './lasting.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const video = {} as HTMLVideoElement;
const zxing = async (): Promise<Detector> => ({ detect: async () => [{ rawValue: 'by zxing' }] });

test('a reader that rejects gives way', async () => {
  const detector = lasting({ detect: () => Promise.reject(new Error('the service went away')) }, zxing);
  for (let n = 0; n < 5; n++) expect(await detector.detect(video)).toEqual([]);
  expect(await detector.detect(video)).toEqual([{ rawValue: 'by zxing' }]);
});

test('a reader that never answers gives way within two seconds', async () => {
  const detector = lasting({ detect: () => new Promise(() => {}) }, zxing);
  const first = detector.detect(video);
  await vi.advanceTimersByTimeAsync(1900);
  expect(await first).toEqual([]);
  expect(await detector.detect(video)).toEqual([{ rawValue: 'by zxing' }]);
});

test('one that fails now and then stays', async () => {
  let n = 0;
  const first: Detector = {
    detect: () => (n++ % 3 === 0 ? Promise.reject(new Error('busy')) : Promise.resolve([{ rawValue: 'by itself' }])),
  };
  const detector = lasting(first, zxing);
  for (let i = 0; i < 30; i++) await detector.detect(video);
  expect(await detector.detect(video)).toEqual([]);
  expect(await detector.detect(video)).toEqual([{ rawValue: 'by itself' }]);
});
