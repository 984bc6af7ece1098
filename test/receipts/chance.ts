/** Pseudo-random numbers that are the same in every run (a linear congruential generator, its constants from glibc). */
export class Chance {
  #state: number;
  constructor(seed: number) {
    this.#state = seed % 2_147_483_648;
  }
  /** 0 to below 1 */
  next(): number {
    this.#state = (this.#state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return this.#state / 2_147_483_648;
  }
  below(n: number): number {
    return Math.floor(this.next() * n);
  }
  digits(n: number): string {
    return Array.from({ length: n }, () => this.below(10)).join('');
  }
  of<T>(values: readonly T[]): T {
    return values[this.below(values.length)] as T;
  }
}
