/** Work that would keep other requests waiting, in a worker thread: one order after the other. */
import { parentPort, Worker } from 'node:worker_threads';
import { type Result, refuse } from './result.ts';

type Order<In> = { id: number; input: In };
type Answer<Out> = { id: number } & ({ done: Out } | { error: string });

type Limits = {
  /** Orders that wait, each with its input in memory. */
  waiting: number;
  /** Longer than any honest input takes: one that takes this long was made to. */
  seconds: number;
  megabytes: number;
  /** Refusals: too many wait; an order took too long or too much memory. */
  refusals: { busy: string; tooHard: string };
};
type Waiting<Out> = { resolve(done: Out | Result<never>): void; reject(error: Error): void; timer: NodeJS.Timeout };

/** The first order starts the thread; one that died is started anew by the next order. */
export function inThread<In, Out>(script: URL, { waiting: most, seconds, megabytes, refusals }: Limits) {
  let thread: Worker | undefined;
  let orders = 0;
  const waiting = new Map<number, Waiting<Out>>();

  function start(): Worker {
    const worker = new Worker(script, { resourceLimits: { maxOldGenerationSizeMb: megabytes } });
    worker.on('message', (answer: Answer<Out>) => {
      const order = waiting.get(answer.id);
      waiting.delete(answer.id);
      clearTimeout(order?.timer);
      // An idle thread must not keep the process alive.
      if (waiting.size === 0) worker.unref();
      if ('done' in answer) order?.resolve(answer.done);
      else order?.reject(new Error(`a file could not be read: ${answer.error}`));
    });
    // Out of memory or of time. All that waited is refused; the next file starts another thread.
    const died = () => {
      if (thread !== worker) return;
      thread = undefined;
      for (const order of waiting.values()) {
        clearTimeout(order.timer);
        order.resolve(refuse(refusals.tooHard));
      }
      waiting.clear();
    };
    worker.on('error', died);
    worker.on('exit', died);
    return worker;
  }

  return async (input: In): Promise<Out | Result<never>> => {
    if (waiting.size >= most) return refuse(refusals.busy);
    thread ??= start();
    const worker = thread;
    const order: Order<In> = { id: ++orders, input };
    const done = new Promise<Out | Result<never>>((resolve, reject) => {
      const timer = setTimeout(() => void worker.terminate(), seconds * 1000 * (waiting.size + 1));
      waiting.set(order.id, { resolve, reject, timer });
    });
    worker.ref();
    worker.postMessage(order);
    return done;
  };
}

/** The worker's side: answers each order by `work`, in order. */
export function answerOrders<In, Out>(work: (input: In) => Promise<Out>): void {
  let queue = Promise.resolve();
  parentPort?.on('message', ({ id, input }: Order<In>) => {
    queue = queue.then(async () => {
      try {
        parentPort?.postMessage({ id, done: await work(input) } satisfies Answer<Out>);
      } catch (error) {
        parentPort?.postMessage({ id, error: String((error as Error).stack ?? error) } satisfies Answer<Out>);
      }
    });
  });
}
