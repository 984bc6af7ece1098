/** Components of this package that the screens of others show. */
export { devicePrinter } from './device.ts';
export { NumberBlocks } from './NumberBlocks.tsx';
export type { SlipRow } from './types.ts';
export { loadPrinting, openDrawer, usePrinting } from './usePrinting.tsx';
