/**
 * Documents as PDF. A page takes 30 to 100 ms of processor time and a sheet of codes takes seconds, so all of it
 * happens on one thread of its own, started by the first document: the desk's requests never wait for a printer.
 */
import { Worker } from 'node:worker_threads';
import type { Delivery, Drawing, Order } from './draw.worker.ts';
import type { Badge } from './draw-badge.ts';
import type { QrSheetItem, QrSheetOptions } from './draw-qr-sheet.ts';
import type { IssuedSnapshot } from './snapshot.ts';

/** A receipt on A5, as `locale` (BCP 47, with the region when amounts should be grouped its way) writes it. */
export function renderReceipt(snapshot: IssuedSnapshot, locale = snapshot.locale ?? 'en'): Promise<Uint8Array> {
  return draw('receipt', snapshot, locale);
}

/** An invoice on A4. */
export function renderInvoice(snapshot: IssuedSnapshot, locale = snapshot.locale ?? 'en'): Promise<Uint8Array> {
  return draw('invoice', snapshot, locale);
}

/** A credit note, on the paper of what it corrects. */
export function renderCreditNote(snapshot: IssuedSnapshot, locale = snapshot.locale ?? 'en'): Promise<Uint8Array> {
  return draw('creditNote', snapshot, locale);
}

/** A badge for a lanyard, A6 upright. */
export function renderBadge(badge: Badge): Promise<Uint8Array> {
  return draw('badge', badge);
}

/** Codes in one sheet file: it takes 3 to 6 ms a code, and all documents share one thread. */
export const QR_SHEET_LIMIT = 2000;

/** Many QR codes on A4, to be cut out. More than `QR_SHEET_LIMIT` is a RangeError: check before, and say it kindly. */
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
    // An idle thread must not keep a command from ending.
    if (waiting.size === 0) worker.unref();
    if ('pdf' in delivery) order?.resolve(delivery.pdf);
    else order?.reject(new Error(`a document could not be drawn: ${delivery.error}`));
  });
  // Out of memory, most likely. What it had taken fails; the next document starts another.
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
