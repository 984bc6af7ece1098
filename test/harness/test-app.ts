import type { Config } from '../../kernel/config/index.ts';
import type { OpenApp } from '../../server/app.ts';

/** The machine's clock, until a test moves or stops it. */
export class TestClock {
  #offset = 0;
  #stopped: number | undefined;
  now() {
    return new Date(this.#stopped ?? Date.now() + this.#offset);
  }
  /** From now on it shows the same moment, until it is reset. */
  stop() {
    this.#stopped = this.now().getTime();
  }
  set(at: string | Date) {
    this.#offset = new Date(at).getTime() - Date.now();
  }
  advance(ms: number) {
    this.#offset += ms;
  }
  reset() {
    this.#stopped = undefined;
    this.#offset = 0;
  }
}

export type TestApp = OpenApp & { clock: TestClock; config: Config; adminUrl: string };
