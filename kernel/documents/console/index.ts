/** Components of this package that the screens of others show. */
export { devicePrinter, hasReceiptPrinter } from './device.ts';
export { NumberBlocks } from './NumberBlocks.tsx';
export type { SlipRow } from './types.ts';
export { loadPrinting, openDrawer, usePrinting } from './usePrinting.tsx';
