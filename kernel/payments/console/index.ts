/** Components of this package that the screens of others show. */
export { Amount } from './Amount.tsx';
export { PaymentState } from './PaymentState.tsx';
export { Section } from './Section.tsx';
export type { BulkResult, Payment } from './types.ts';
export { useCounts } from './useCounts.ts';
export { useKinds } from './useKinds.ts';
