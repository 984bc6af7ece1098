import { devicePrinter, usePrinting } from '../../../../kernel/documents/console/index.ts';
import type { Printed } from './useBillQueue.ts';

/** Prints the receipt of a sale without a network by itself, where the device prints so, or when asked. */
export function usePrintOffline() {
  const { printRows } = usePrinting();
  return ({ rows }: Printed, asked = false) => {
    const { auto, way } = devicePrinter();
    if (!asked && (!auto || way === 'pdf')) return;
    void printRows(rows, !asked);
  };
}
