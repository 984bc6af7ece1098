/** Components of this package that the screens of others show. */
export { AttemptsOfPayment } from './AttemptsOfPayment.tsx';
