import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const LIBRARIES = '/usr/lib';
/** Of the system's package `libfaketime`; nothing of it belongs to the program. */
const library = existsSync(LIBRARIES)
  ? readdirSync(LIBRARIES)
      .map((folder) => join(LIBRARIES, folder, 'faketime/libfaketimeMT.so.1'))
      .find((path) => existsSync(path))
  : undefined;
export const hasFakeClock = process.platform === 'linux' && library !== undefined;

/**
 * A clock that can be set while programs run that were started with `env`: all that ask the operating system what time
 * it is, the database too. How much time has passed they know as before, as on a machine whose clock somebody sets.
 */
export class FakeClock {
  readonly #path: string;
  #seconds = 0;

  constructor(dir: string) {
    this.#path = join(dir, 'clock');
    this.set(0);
  }

  get env(): Record<string, string> {
    return {
      LD_PRELOAD: library ?? '',
      FAKETIME_TIMESTAMP_FILE: this.#path,
      // Seconds until a change of the file is seen; the file would otherwise be read for each question.
      FAKETIME_CACHE_DURATION: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      DONT_FAKE_MONOTONIC: '1',
      FAKETIME_DISABLE_SHM: '1',
      NO_FAKE_STAT: '1',
    };
  }

  /** How far it is ahead of the real one, in milliseconds. */
  get ahead(): number {
    return this.#seconds * 1000;
  }

  /** Sets it so many seconds ahead of the real one, or behind. */
  set(seconds: number): void {
    this.#seconds = seconds;
    writeFileSync(this.#path, `${seconds < 0 ? '-' : '+'}${Math.abs(seconds)}`, { mode: 0o644 });
  }
}
