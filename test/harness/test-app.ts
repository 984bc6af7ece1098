import type { Config } from '../../kernel/config/index.ts';
import type { OpenApp } from '../../server/app.ts';

/** The machine's clock, until a test moves it. */
export class TestClock {
  #offset = 0;
  now() {
    return new Date(Date.now() + this.#offset);
  }
  set(at: string | Date) {
    this.#offset = new Date(at).getTime() - Date.now();
  }
  advance(ms: number) {
    this.#offset += ms;
  }
  reset() {
    this.#offset = 0;
  }
}

export type TestApp = OpenApp & { clock: TestClock; config: Config; adminUrl: string };
