/**
 * The tax contained in a total whose prices include it, in minor units, rounded half up:
 * total × rate ÷ (100 % + rate). Integers throughout; `basisPoints` is hundredths of a percent (18 % is 1800).
 */
export function containedTax(totalMinor: number, basisPoints: number): number {
  return divided(BigInt(totalMinor) * BigInt(basisPoints), BigInt(10_000 + basisPoints));
}

/** a ÷ b, rounded half up; for a ≥ 0. */
export const divided = (a: bigint, b: bigint): number => Number((a * 2n + b) / (b * 2n));

/** What of a bill is tax of one rate, and what it is the tax of. */
export type RateTax = { basis_points: number; net_minor: number; tax_minor: number };

/** The taxes in a bill's money before and after it moved. */
export type Moved = { before: RateTax[]; after: RateTax[] };

/** The taxes of amounts that include them: one sum for each rate, lowest first, so that pennies are rounded once. */
export function taxesOf(parts: readonly { amountMinor: number; basisPoints: number | null }[]): RateTax[] {
  const sums = new Map<number, number>();
  for (const { amountMinor, basisPoints } of parts) {
    if (basisPoints !== null) sums.set(basisPoints, (sums.get(basisPoints) ?? 0) + amountMinor);
  }
  return [...sums]
    .sort(([a], [b]) => a - b)
    .map(([basis_points, sum]) => {
      const tax_minor = containedTax(sum, basis_points);
      return { basis_points, net_minor: sum - tax_minor, tax_minor };
    });
}

/** The sums of several bills' taxes, by rate. */
export function addTaxes(all: readonly RateTax[]): RateTax[] {
  const sums = new Map<number, RateTax>();
  for (const { basis_points, net_minor, tax_minor } of all) {
    const sum = sums.get(basis_points) ?? { basis_points, net_minor: 0, tax_minor: 0 };
    sums.set(basis_points, {
      basis_points,
      net_minor: sum.net_minor + net_minor,
      tax_minor: sum.tax_minor + tax_minor,
    });
  }
  return [...sums.values()].sort((a, b) => a.basis_points - b.basis_points);
}

/** Taxes less others, by rate. */
export const lessTaxes = (all: readonly RateTax[], off: readonly RateTax[]): RateTax[] =>
  addTaxes([
    ...all,
    ...off.map((t) => ({ basis_points: t.basis_points, net_minor: -t.net_minor, tax_minor: -t.tax_minor })),
  ]);

/** Net and tax of all rates. */
export const allTaxed = (taxes: readonly Pick<RateTax, 'net_minor' | 'tax_minor'>[]): number =>
  taxes.reduce((sum, { net_minor, tax_minor }) => sum + net_minor + tax_minor, 0);

/** What of a bill's rounding, which may be below zero, is in the money between two sums of it. */
export function roundingBetween(
  { amount_minor, rounding_minor }: { amount_minor: number; rounding_minor: number },
  { from, to }: { from: number; to: number },
): number {
  const size = BigInt(Math.abs(rounding_minor));
  const until = (part: number) => (amount_minor === 0 ? 0 : divided(size * BigInt(part), BigInt(amount_minor)));
  return Math.sign(rounding_minor) * (until(to) - until(from));
}

/**
 * What of a bill's taxes is in the money between two sums of it, such as before and after a payment. Each is a difference
 * of roundings, so that all payments of a bill make exactly its taxes.
 */
export function taxesBetween(
  taxes: readonly RateTax[],
  totalMinor: number,
  { from, to }: { from: number; to: number },
): RateTax[] {
  const until = (part: number, of: number) =>
    totalMinor === 0 ? 0 : divided(BigInt(of) * BigInt(part), BigInt(totalMinor));
  return taxes.map(({ basis_points, net_minor, tax_minor }) => ({
    basis_points,
    net_minor: until(to, net_minor) - until(from, net_minor),
    tax_minor: until(to, tax_minor) - until(from, tax_minor),
  }));
}
