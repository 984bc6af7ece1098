/**
 * A hardware scanner is a keyboard that types very fast and ends with Enter. This distinguishes its bursts from a
 * person's typing, so that a scan works wherever the focus is.
 */

/** Scanners send a key every 1–30 ms, over Bluetooth up to 40; the fastest typists stay above 60. */
const MAX_GAP_MS = 45;
/** A slow scanner, or one on a busy phone, still types without a longer pause. */
const MAX_PAUSE_MS = 250;
/** Shorter bursts can be a person who rolls over neighbouring keys. */
const SHORTEST_SCAN = 8;

/**
 * The keys typed up to Enter. `text`: at a scanner's speed, or empty. `whole`: without a long pause, at any speed, so
 * also with the keys before the last short pause: it may contain a person's words, and the beginning of a code that
 * `text` lacks.
 */
export type Burst = { text: string; whole: string };

export class WedgeReader {
  #text = '';
  #whole = '';
  #last = Number.NEGATIVE_INFINITY;

  /**
   * Processes one keydown: its `key` and the time in ms. Returns the burst when this key ends it, else null. The caller
   * checks whether the text is a scan of ours; a person's fast paste is not.
   */
  press(key: string, at: number): Burst | null {
    const gap = at - this.#last;
    this.#last = at;
    if (key === 'Enter' || key === 'Tab') {
      const text = gap <= MAX_GAP_MS && this.#text.length >= SHORTEST_SCAN ? this.#text : '';
      const whole = gap <= MAX_PAUSE_MS ? this.#whole : '';
      this.#text = '';
      this.#whole = '';
      return text || whole ? { text, whole } : null;
    }
    // Modifier keys come between a scanner's capitals.
    if (key.length !== 1) return null;
    if (gap > MAX_GAP_MS) this.#text = '';
    if (gap > MAX_PAUSE_MS) this.#whole = '';
    this.#text += key;
    this.#whole += key;
    return null;
  }

  /** What is typed up to now, for a scanner that ends with nothing. */
  peek(): Burst {
    return { text: this.#text.length >= SHORTEST_SCAN ? this.#text : '', whole: this.#whole };
  }

  clear(): void {
    this.#text = '';
    this.#whole = '';
  }

  /** A key that is only a part of a character. */
  touch(at: number): void {
    if (at - this.#last > MAX_PAUSE_MS) this.clear();
    else if (at - this.#last > MAX_GAP_MS) this.#text = '';
    this.#last = at;
  }

  /** Whether the last key began a new burst: the moment to store the focused field's value. */
  get fresh(): boolean {
    return this.#text.length === 1;
  }

  /** The same for `whole`. */
  get freshWhole(): boolean {
    return this.#whole.length === 1;
  }
}
