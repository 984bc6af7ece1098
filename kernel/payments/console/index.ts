/** Components of this package that the screens of others show. */
export { PaymentState } from './PaymentState.tsx';
