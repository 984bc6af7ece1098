/**
 * Collects single writes into batches: while one batch is written the next one gathers, so a busy dispatcher writes
 * fifty rows in a statement and an idle one doesn't wait.
 */
export class Batcher<T, R> {
  readonly #write: (batch: T[]) => Promise<R>;
  #waiting: { item: T; resolve: (result: R) => void; reject: (error: unknown) => void }[] = [];
  #writing = false;

  constructor(write: (batch: T[]) => Promise<R>) {
    this.#write = write;
  }

  /** Resolves with the result of the batch that contained the item. */
  add(item: T): Promise<R> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      if (!this.#writing) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#writing = true;
    // Items added in this turn of the event loop go into one batch.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, MAX_BATCH);
      try {
        const result = await this.#write(batch.map(({ item }) => item));
        for (const { resolve } of batch) resolve(result);
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.#writing = false;
  }
}

/** Rendered mails are some 10 KB each: a batch stays below a megabyte. */
const MAX_BATCH = 64;
