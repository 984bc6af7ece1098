import { Worker } from 'node:worker_threads';
import { type Result, refuse } from '../lib/result.ts';
import type { Input, Reading } from './file/read-statement.ts';
import type { Answer, Order } from './read.worker.ts';

/** Files that wait; each has up to 5 MB and takes a second or two. */
const WAITING = 8;
/** 20,000 lines take two seconds on a slow machine; a file that takes this long was made to. */
const SECONDS = 30;
/** A file of 5 MB needs some 200 MB while it is read. */
const MEGABYTES = 600;

type Waiting = { resolve(read: Result<Reading>): void; reject(error: Error): void; timer: NodeJS.Timeout };
let thread: Worker | undefined;
let orders = 0;
const waiting = new Map<number, Waiting>();

/**
 * `readStatement` in a thread of its own, so that other requests don't wait: one file after the other. The first file
 * starts the thread. Refusals: those of readStatement, `statements.busy` when eight files wait already,
 * `statements.too_hard` when a file takes 30 s or too much memory.
 */
export async function readInThread(input: Input): Promise<Result<Reading>> {
  if (waiting.size >= WAITING) return refuse('statements.busy');
  thread ??= start();
  const order: Order = { id: ++orders, input };
  const read = new Promise<Result<Reading>>((resolve, reject) => {
    const timer = setTimeout(() => void thread?.terminate(), SECONDS * 1000 * waiting.size + SECONDS * 1000);
    waiting.set(order.id, { resolve, reject, timer });
  });
  thread.ref();
  thread.postMessage(order);
  return read;
}

function start(): Worker {
  const worker = new Worker(new URL('./read.worker.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: MEGABYTES },
  });
  worker.on('message', (answer: Answer) => {
    const order = waiting.get(answer.id);
    waiting.delete(answer.id);
    clearTimeout(order?.timer);
    // An idle thread must not keep the process alive.
    if (waiting.size === 0) worker.unref();
    if ('read' in answer) order?.resolve(answer.read);
    else order?.reject(new Error(`a statement could not be read: ${answer.error}`));
  });
  // Out of memory or of time. All that waited is refused; the next file starts another thread.
  const died = () => {
    if (thread !== worker) return;
    thread = undefined;
    for (const order of waiting.values()) {
      clearTimeout(order.timer);
      order.resolve(refuse('statements.too_hard'));
    }
    waiting.clear();
  };
  worker.on('error', died);
  worker.on('exit', died);
  return worker;
}
