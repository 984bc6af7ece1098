/**
 * A hardware scanner is a keyboard that types very fast and ends with Enter. This tells its bursts from a person,
 * so that a scan is taken wherever the focus is.
 */

/** Scanners send a key every 1–30 ms, over Bluetooth up to 40; the fastest typists stay above 60. */
const LONGEST_GAP_MS = 45;
/** A slow scanner, or one whose phone was busy for a moment, still types without a pause. */
const LONGEST_PAUSE_MS = 250;
/** Shorter bursts can be a person rolling over neighbouring keys. */
const SHORTEST_SCAN = 8;

/**
 * What was typed up to Enter. `text`: at a scanner's pace; empty when there was nothing of that kind. `whole`: without
 * a pause, at whatever pace, and so with what came before the last short wait: a person's words may be in it, and the
 * beginning of a code that `text` lacks.
 */
export type Burst = { text: string; whole: string };

export class WedgeReader {
  #text = '';
  #whole = '';
  #last = Number.NEGATIVE_INFINITY;

  /**
   * Takes one keydown: its `key` and the time in ms. Gives what was typed when this key ends it, else null.
   * The caller decides whether the text is a scan of ours; a person pasting fast is not.
   */
  press(key: string, at: number): Burst | null {
    const gap = at - this.#last;
    this.#last = at;
    if (key === 'Enter' || key === 'Tab') {
      const text = gap <= LONGEST_GAP_MS && this.#text.length >= SHORTEST_SCAN ? this.#text : '';
      const whole = gap <= LONGEST_PAUSE_MS ? this.#whole : '';
      this.#text = '';
      this.#whole = '';
      return text || whole ? { text, whole } : null;
    }
    // Shift and its like come between a scanner's capitals.
    if (key.length !== 1) return null;
    if (gap > LONGEST_GAP_MS) this.#text = '';
    if (gap > LONGEST_PAUSE_MS) this.#whole = '';
    this.#text += key;
    this.#whole += key;
    return null;
  }

  /** Whether the key just pressed began a new burst: the moment to remember what the focused field held. */
  get fresh(): boolean {
    return this.#text.length === 1;
  }

  /** The same of all that is typed without a pause. */
  get freshWhole(): boolean {
    return this.#whole.length === 1;
  }
}
