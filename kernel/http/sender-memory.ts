import type { Remembered } from '../ctx/index.ts';
import { LimitedMap } from '../lib/limited-map.ts';
import type { Clock } from '../lib/time.ts';

/** Two kilobytes each. */
const MOST = 2000;

/** `version` moves with every change of who the sender is and what they may do. */
type SenderRow = { version: string; expires_at: Date | null };

/**
 * What a process remembers of senders of one kind, by what their requests show, for routes with `confirmsSender`.
 * @param statement see `Remembered`
 */
export class SenderMemory<Row extends SenderRow> {
  readonly #rows = new LimitedMap<string, Row>(MOST);
  readonly #clock: Clock;
  readonly #statement: string;

  constructor(clock: Clock, statement: string) {
    this.#clock = clock;
    this.#statement = statement;
  }

  /** undefined when it is not known or has expired */
  recall(shown: string): Row | undefined {
    const row = this.#rows.get(shown);
    return row && (row.expires_at === null || row.expires_at > this.#clock.now()) ? row : undefined;
  }

  /** Keeps what was looked up; undefined: nothing that may be remembered. */
  keep(shown: string, row: Row | undefined): void {
    if (row) this.#rows.set(shown, row);
    else this.#rows.delete(shown);
  }

  /** What a write has to confirm about a row that was recalled. */
  toConfirm({ version }: Row, id: string): Remembered {
    return { statement: this.#statement, id, version, confirmed: false };
  }
}
