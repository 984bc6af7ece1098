/**
 * What the house keeps of the money in a bill, rounded half up. It follows from what is in the bill as it stands, so that
 * all that comes and goes adds up, and a bill that was refunded in full leaves nothing.
 */
export const commissionOf = (inItMinor: number, basisPoints: number): number =>
  Number((BigInt(inItMinor) * BigInt(basisPoints) + 5000n) / 10_000n);
