type Sums = { untaxed: string; rounding: string };

/** What stands below the tax rates of a report, so that all of it makes the total; nothing where nothing is taxed. */
export function besidesTax(rates: readonly unknown[], { untaxed, rounding }: Sums) {
  if (rates.length === 0) return [];
  return [{ key: 'untaxed', amount: untaxed } as const, { key: 'rounding', amount: rounding } as const].filter(
    ({ amount }) => Number(amount) !== 0,
  );
}
