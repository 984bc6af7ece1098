import { randomInt } from 'node:crypto';

/**
 * `count` different members of `from` at random, each choice equally likely (node:crypto, no seed); fewer when there
 * are fewer.
 */
export function sample(from: readonly number[], count: number): number[] {
  const left = [...from];
  const taken: number[] = [];
  while (taken.length < count && left.length > 0) {
    const at = randomInt(left.length);
    taken.push(left[at] as number);
    // The last member takes the free place, so that nothing else moves.
    left[at] = left.at(-1) as number;
    left.pop();
  }
  return taken;
}

/** `count` different numbers of a range at random, without building the range. */
export function guess(first: number, last: number, count: number): number[] {
  const size = last - first + 1;
  if (count >= size / 2) {
    return sample(
      Array.from({ length: size }, (_, i) => first + i),
      count,
    );
  }
  const guesses = new Set<number>();
  while (guesses.size < count) guesses.add(first + randomInt(size));
  return [...guesses];
}
