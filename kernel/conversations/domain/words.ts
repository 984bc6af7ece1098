/** Words that lead somewhere from anywhere. Typing one is the same as tapping the button with its id. */
import { fold } from '../../lib/fold.ts';

/** folded word → id of the button that it stands for */
export type Words = ReadonlyMap<string, string>;

export type WordSource = {
  /** the button's id */
  id: string;
  words: string[];
};

/** Gathers words; one that two ids claim is named in `faults` and stays with the first. */
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

/** Where a whole message leads that is one of the words; commands as Telegram writes them (`/menu@our_bot`) too. */
export function findWord(words: Words, text: string): string | undefined {
  return words.get(fold(text.replace(/^\s*\/([A-Za-z0-9_]+)(@\w+)?\s*$/, '$1').replaceAll('_', ' ')));
}

/** The payload of a deep link in a message: Telegram's `/start x`, and `start x` where links can only carry a text. */
export function startPayload(text: string): string | undefined {
  return /^\s*\/?start(?:@\w+)?[\s=:]+(\S[\s\S]{0,200}?)\s*$/i.exec(text)?.[1];
}
