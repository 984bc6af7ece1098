import type { Session } from './types.ts';
import { useTill } from './useTill.ts';

/** The person's open till in a currency, also without a network: as it was known last. */
export const useOpenTill = (currency: string): Session | undefined =>
  useTill().query.data?.sessions.find((one) => one.currency === currency);
