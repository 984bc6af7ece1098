/**
 * The worker thread for drawing: gets the file, the name and the arguments of a function, returns the PDF or the error.
 * Started by drawn-by.ts.
 */
import { parentPort } from 'node:worker_threads';

export type Order = { id: number; file: string; name: string; args: unknown[] };
export type Delivery = { id: number; pdf: Uint8Array } | { id: number; error: string };

// One at a time: drawing hardly ever waits, so parallel work would only delay every document.
let queue = Promise.resolve();
parentPort?.on('message', (order: Order) => {
  queue = queue.then(() => deliver(order));
});

async function deliver({ id, file, name, args }: Order): Promise<void> {
  try {
    const draw: (...args: unknown[]) => Promise<Uint8Array> = (await import(file))[name];
    const pdf = Uint8Array.from(await draw(...args));
    parentPort?.postMessage({ id, pdf } satisfies Delivery, [pdf.buffer]);
  } catch (error) {
    parentPort?.postMessage({ id, error: String((error as Error).stack ?? error) } satisfies Delivery);
  }
}
