/** Components of this package that the screens of others show. */
export { devicePrinter } from './device.ts';
export type { SlipRow } from './types.ts';
export { openDrawer, usePrinting } from './usePrinting.tsx';
