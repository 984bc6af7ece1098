/** The choices of a question: which fit on a page, and which one an answer means. */

import { fold } from '../../lib/fold.ts';
import type { Choice } from './flow.ts';

/** A choice as it was shown; stored, so that its number and its label can be typed. */
export type Offered = { id: string; label: string };

/**
 * One page of choices: a part of `listed`, the button to the next page, and all of `fixed`. Pages count from 1; a page
 * after the last is the last. `capacity` is how many the channel shows at once.
 */
export function pageOf(
  listed: Choice[],
  fixed: Choice[],
  capacity: number,
  page: number,
  more: (next: number) => Choice,
): Choice[] {
  if (listed.length + fixed.length <= capacity) return [...listed, ...fixed];
  // When the fixed ones leave fewer than two places, they are paged too.
  if (capacity - fixed.length < 2) return pageOf([...listed, ...fixed], [], capacity, page, more);
  const perPage = capacity - fixed.length - 1;
  const last = Math.ceil(listed.length / perPage);
  const shown = Math.min(Math.max(page, 1), last);
  const part = listed.slice((shown - 1) * perPage, shown * perPage);
  // The last page leads to the first, because there may be no other way back.
  return [...part, more(shown === last ? 1 : shown + 1), ...fixed];
}

/** The mark before a typed choice: a number, or a letter where digits are an answer. */
export function mark(index: number, letters: boolean): string {
  return letters ? String.fromCharCode(65 + (index % 26)) : String(index + 1);
}

/**
 * The offered choice that a text means: its mark ("2", "2.", "(2)"), or its whole label when it is unique. `marks`: how
 * choices are marked here; null when digits and letters mean no choice.
 */
export function chosen(text: string, offered: Offered[], marks: 'numbers' | 'letters' | null): Offered | undefined {
  const typed = fold(text);
  if (typed === '') return undefined;
  const labelled = offered.filter(({ label }) => fold(label) === typed);
  if (labelled.length === 1) return labelled[0];
  if (marks === null) return undefined;
  return offered.find((_, index) => mark(index, marks === 'letters').toLowerCase() === typed.replace(/^0+(?=\d)/, ''));
}
