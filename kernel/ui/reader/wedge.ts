/**
 * A hardware scanner is a keyboard that types very fast and ends with Enter. This tells its bursts from a person,
 * so that a scan is taken wherever the focus is.
 */

/** Scanners send a key every 1–30 ms, over Bluetooth up to 40; the fastest typists stay above 60. */
const LONGEST_GAP_MS = 45;
/** Shorter bursts can be a person rolling over neighbouring keys. */
const SHORTEST_SCAN = 8;

export class WedgeReader {
  #text = '';
  #last = Number.NEGATIVE_INFINITY;

  /**
   * Takes one keydown: its `key` and the time in ms. Gives the scanned text when this key ends a burst, else null.
   * The caller decides whether the text is a scan of ours; a person pasting fast is not.
   */
  press(key: string, at: number): string | null {
    const gap = at - this.#last;
    this.#last = at;
    if (key === 'Enter' || key === 'Tab') {
      const text = this.#text;
      this.#text = '';
      return gap <= LONGEST_GAP_MS && text.length >= SHORTEST_SCAN ? text : null;
    }
    // Shift and its like come between a scanner's capitals.
    if (key.length !== 1) return null;
    if (gap > LONGEST_GAP_MS) this.#text = '';
    this.#text += key;
    return null;
  }

  /** Whether the key just pressed began a new burst: the moment to remember what the focused field held. */
  get fresh(): boolean {
    return this.#text.length === 1;
  }
}
