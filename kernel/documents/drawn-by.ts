import { Worker } from 'node:worker_threads';
import type { Delivery, Order } from './draw.worker.ts';

/**
 * The function `name` of a file, run in the thread that draws all documents: a page takes 30 to 100 ms of processor
 * time and a sheet of codes takes seconds, and requests do not wait for drawing. The first document starts the thread.
 * Arguments and errors are copied between the threads.
 *
 * `const render = drawnBy<typeof drawBadge>(new URL('./draw-badge.ts', import.meta.url), 'drawBadge')`
 */
export function drawnBy<Draw extends (...args: never[]) => Promise<Uint8Array>>(
  file: URL,
  name: string,
): (...args: Parameters<Draw>) => Promise<Uint8Array> {
  return (...args) => {
    thread ??= start();
    const order: Order = { id: ++orders, file: file.href, name, args };
    const promise = new Promise<Uint8Array>((resolve, reject) => waiting.set(order.id, { resolve, reject }));
    thread.ref();
    thread.postMessage(order);
    return promise;
  };
}

type Waiting = { resolve(pdf: Uint8Array): void; reject(error: Error): void };
let thread: Worker | undefined;
let orders = 0;
const waiting = new Map<number, Waiting>();

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
