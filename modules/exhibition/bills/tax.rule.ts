/**
 * The tax contained in a total whose prices include it, in minor units, rounded half up:
 * total × rate ÷ (100 % + rate). Integers throughout; `basisPoints` is hundredths of a percent (18 % is 1800).
 */
export function containedTax(totalMinor: number, basisPoints: number): number {
  const numerator = BigInt(totalMinor) * BigInt(basisPoints);
  const denominator = BigInt(10_000 + basisPoints);
  return Number((numerator * 2n + denominator) / (denominator * 2n));
}
