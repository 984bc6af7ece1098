import { afterAll } from 'vitest';
import type { TestHouse } from './index.ts';

// Files share a worker and its house: whoever moved the clock leaves it right for the next.
afterAll(async () => {
  const { counterfoilHouse } = globalThis as { counterfoilHouse?: Promise<TestHouse> };
  (await counterfoilHouse)?.clock.reset();
});
