/**
 * The worker thread for drawing: gets a function's name and arguments, returns the PDF or the error. Started by
 * render.ts.
 */
import { parentPort } from 'node:worker_threads';
import { drawBadge } from './draw-badge.ts';
import { drawCreditNote, drawInvoice, drawReceipt } from './draw-bill.ts';
import { drawQrSheet } from './draw-qr-sheet.ts';

export const DRAWINGS = {
  receipt: drawReceipt,
  invoice: drawInvoice,
  creditNote: drawCreditNote,
  badge: drawBadge,
  qrSheet: drawQrSheet,
};
export type Drawing = keyof typeof DRAWINGS;
export type Order = { id: number; drawing: Drawing; args: unknown[] };
export type Delivery = { id: number; pdf: Uint8Array } | { id: number; error: string };

// One at a time: drawing hardly ever waits, so parallel work would only delay every document.
let queue = Promise.resolve();
parentPort?.on('message', (order: Order) => {
  queue = queue.then(() => deliver(order));
});

async function deliver({ id, drawing, args }: Order): Promise<void> {
  try {
    const draw = DRAWINGS[drawing] as (...args: unknown[]) => Promise<Uint8Array>;
    const pdf = Uint8Array.from(await draw(...args));
    parentPort?.postMessage({ id, pdf } satisfies Delivery, [pdf.buffer]);
  } catch (error) {
    parentPort?.postMessage({ id, error: String((error as Error).stack ?? error) } satisfies Delivery);
  }
}
