/**
 * Documents as PDF. A page takes 30 to 100 ms of processor time and a sheet of codes takes seconds, so one worker
 * thread does all of it, started by the first document. Requests do not wait for drawing.
 */
import { Worker } from 'node:worker_threads';
import type { Delivery, Drawing, Order } from './draw.worker.ts';
import type { Badge } from './draw-badge.ts';
import type { QrSheetItem, QrSheetOptions } from './draw-qr-sheet.ts';
import type { IssuedSnapshot } from './snapshot.ts';

/** A receipt on A5, formatted for `locale` (BCP 47, with the region for the grouping of amounts). */
export function renderReceipt(snapshot: IssuedSnapshot, locale = snapshot.locale ?? 'en'): Promise<Uint8Array> {
  return draw('receipt', snapshot, locale);
}

/** An invoice on A4. */
export function renderInvoice(snapshot: IssuedSnapshot, locale = snapshot.locale ?? 'en'): Promise<Uint8Array> {
  return draw('invoice', snapshot, locale);
}

/** A credit note, in the paper size of the document that it corrects. */
export function renderCreditNote(snapshot: IssuedSnapshot, locale = snapshot.locale ?? 'en'): Promise<Uint8Array> {
  return draw('creditNote', snapshot, locale);
}

/** A badge for a lanyard, A6 upright. */
export function renderBadge(badge: Badge): Promise<Uint8Array> {
  return draw('badge', badge);
}

/** Most codes in one sheet: each takes 3 to 6 ms, and all documents share one thread. */
export const QR_SHEET_LIMIT = 2000;

/** Many QR codes on A4, to be cut out. More than `QR_SHEET_LIMIT` throws a RangeError; check before. */
export async function renderQrSheet(items: readonly QrSheetItem[], options: QrSheetOptions = {}): Promise<Uint8Array> {
  if (items.length > QR_SHEET_LIMIT) throw new RangeError(`${items.length} codes are more than ${QR_SHEET_LIMIT}`);
  return draw('qrSheet', items, options);
}

type Waiting = { resolve(pdf: Uint8Array): void; reject(error: Error): void };
let thread: Worker | undefined;
let orders = 0;
const waiting = new Map<number, Waiting>();

function draw(drawing: Drawing, ...args: unknown[]): Promise<Uint8Array> {
  thread ??= start();
  const order: Order = { id: ++orders, drawing, args };
  const promise = new Promise<Uint8Array>((resolve, reject) => waiting.set(order.id, { resolve, reject }));
  thread.ref();
  thread.postMessage(order);
  return promise;
}

function start(): Worker {
  const worker = new Worker(new URL('./draw.worker.ts', import.meta.url));
  worker.on('message', (delivery: Delivery) => {
    const order = waiting.get(delivery.id);
    waiting.delete(delivery.id);
    // An idle thread must not keep the process alive.
    if (waiting.size === 0) worker.unref();
    if ('pdf' in delivery) order?.resolve(delivery.pdf);
    else order?.reject(new Error(`a document could not be drawn: ${delivery.error}`));
  });
  // Most likely out of memory. Its tasks fail; the next document starts another thread.
  const died = (error: unknown) => {
    if (thread === worker) thread = undefined;
    for (const order of waiting.values())
      order.reject(new Error('the thread that draws documents died', { cause: error }));
    waiting.clear();
  };
  worker.on('error', died);
  worker.on('exit', died);
  return worker;
}
