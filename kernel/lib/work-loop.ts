/** Without a wake the table is read this often: another process may have written, or the time of a row has come. */
const POLL_MS = 1000;

type Options = {
  /** Reads what is due and starts the work on it; long work is not awaited but given to `track`. */
  look(): Promise<void>;
  /** A look failed, usually because the database is unavailable; the next one finds the same rows. */
  failed(error: Error): void;
  /** Milliseconds from a wake to its look: wakes within this time share one look. */
  gatherMs: number;
};

/**
 * The loop of a worker whose queue is a table: it looks for what is due when it is woken and once a second, one look at
 * a time, knows the work in progress, and stops cleanly.
 */
export class WorkLoop {
  readonly #options: Options;
  readonly #inProgress = new Set<Promise<unknown>>();
  #looking: Promise<void> | undefined;
  #again = false;
  #stopping = false;
  #pollTimer: NodeJS.Timeout | undefined;
  #wakeTimer: NodeJS.Timeout | undefined;

  constructor(options: Options) {
    this.#options = options;
  }

  get stopping(): boolean {
    return this.#stopping;
  }

  start(): void {
    this.#pollTimer = setInterval(() => void this.look(), POLL_MS);
    void this.look();
  }

  /** Looks soon. Cheap, and may be called thousands of times a second. */
  readonly wake = (): void => {
    if (this.#stopping) return;
    this.#wakeTimer ??= setTimeout(() => {
      this.#wakeTimer = undefined;
      void this.look();
    }, this.#options.gatherMs);
  };

  /** Looks now; during a look, once more after it, however often this is called. Resolves when none is left. */
  async look(): Promise<void> {
    if (!this.#stopping) {
      this.#again = true;
      this.#looking ??= this.#lookWhileAsked();
    }
    await this.#looking;
  }

  async #lookWhileAsked(): Promise<void> {
    try {
      while (this.#again && !this.#stopping) {
        this.#again = false;
        await this.#options.look();
      }
    } catch (error) {
      this.#options.failed(error as Error);
    } finally {
      this.#looking = undefined;
    }
  }

  /** Counts `work` as in progress until it ends. */
  track<T>(work: Promise<T>): Promise<T> {
    this.#inProgress.add(work);
    const ended = () => this.#inProgress.delete(work);
    work.then(ended, ended);
    return work;
  }

  async #settled(): Promise<void> {
    while (this.#inProgress.size > 0) await Promise.allSettled(this.#inProgress);
  }

  /** Works until a look starts nothing more. For tests and the command line. */
  async drain(): Promise<void> {
    for (;;) {
      await this.look();
      if (this.#inProgress.size === 0) return;
      await this.#settled();
    }
  }

  /** Looks no more; resolves when the look in progress has ended. */
  async halt(): Promise<void> {
    this.#stopping = true;
    clearInterval(this.#pollTimer);
    clearTimeout(this.#wakeTimer);
    await this.#looking;
  }

  /** Halts and lets the work in progress finish; what takes longer than `graceMs` is ended by `cut`. */
  async stop(graceMs?: number, cut?: () => void): Promise<void> {
    await this.halt();
    const timer = cut && setTimeout(cut, graceMs);
    await this.#settled();
    clearTimeout(timer);
  }
}
