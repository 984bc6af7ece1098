/** The worker thread that reads statements: gets the file and how to read it, returns what is in it. See in-thread.ts. */
import { parentPort } from 'node:worker_threads';
import { type Input, readStatement } from './file/read-statement.ts';

export type Order = { id: number; input: Input };
export type Answer = { id: number } & ({ read: Awaited<ReturnType<typeof readStatement>> } | { error: string });

let queue = Promise.resolve();
parentPort?.on('message', (order: Order) => {
  queue = queue.then(() => answer(order));
});

async function answer({ id, input }: Order): Promise<void> {
  try {
    parentPort?.postMessage({ id, read: await readStatement(input) } satisfies Answer);
  } catch (error) {
    parentPort?.postMessage({ id, error: String((error as Error).stack ?? error) } satisfies Answer);
  }
}
