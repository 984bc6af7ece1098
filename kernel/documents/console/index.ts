/** Components of this package that the screens of others show. */
export { devicePrinter } from './device.ts';
export { openDrawer, usePrinting } from './usePrinting.tsx';
