/** Words that work anywhere. Typing one is the same as tapping the button with its id. */
import { fold } from '../../lib/fold.ts';

/** folded word → id of its button */
export type Words = ReadonlyMap<string, string>;

export type WordSource = {
  /** the button's id */
  id: string;
  words: string[];
};

/** Collects words; a word of two ids is reported in `faults` and belongs to the first. */
export function gatherWords(sources: WordSource[]): { words: Words; faults: string[] } {
  const words = new Map<string, string>();
  const faults: string[] = [];
  for (const { id, words: theirs } of sources) {
    for (const word of theirs) {
      const first = words.get(word);
      if (first === undefined) words.set(word, id);
      else if (first !== id) faults.push(`the word "${word}" leads to ${first} and to ${id}`);
    }
  }
  return { words, faults };
}

/** The button id of a message that is one of the words; also of Telegram's commands (`/menu@our_bot`). */
export function findWord(words: Words, text: string): string | undefined {
  return words.get(fold(text.replace(/^\s*\/([A-Za-z0-9_]+)(@\w+)?\s*$/, '$1').replaceAll('_', ' ')));
}

/**
 * The payload of a deep link in a message: Telegram's `/start x`, and `start x` where links can only contain a text.
 */
export function startPayload(text: string): string | undefined {
  return /^\s*\/?start(?:@\w+)?[\s=:]+(\S[\s\S]{0,200}?)\s*$/i.exec(text)?.[1];
}
