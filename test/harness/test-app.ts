import type { Config } from '../../kernel/config/index.ts';
import type { OpenApp } from '../../server/app.ts';

/** The machine's clock, until a test moves or stops it. */
export class TestClock {
  #offset = 0;
  #stopped: number | undefined;
  now() {
    return new Date(this.#stopped ?? Date.now() + this.#offset);
  }
  /** From now on it shows the same moment, until it is moved or reset. */
  stop() {
    this.#stopped = this.now().getTime();
  }
  set(at: string | Date) {
    this.#offset = new Date(at).getTime() - Date.now();
    if (this.#stopped !== undefined) this.#stopped = new Date(at).getTime();
  }
  advance(ms: number) {
    this.#offset += ms;
    if (this.#stopped !== undefined) this.#stopped += ms;
  }
  reset() {
    this.#stopped = undefined;
    this.#offset = 0;
  }
}

export type TestApp = OpenApp & { clock: TestClock; config: Config; adminUrl: string };
