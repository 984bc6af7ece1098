/** Components of this package that the screens of others show. */
export { Entries } from './Entries.tsx';
