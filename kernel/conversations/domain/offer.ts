/** The choices of a question: which of them fit on a page, and which of them an answer means. */

import { fold } from '../../lib/fold.ts';
import type { Choice } from './flow.ts';

/** A choice as it was shown; kept, so that its place in the list and its label can be typed. */
export type Offered = { id: string; label: string };

/**
 * One page of choices: some of `listed`, the button to the next page, and all of `fixed`. Pages are numbered from 1; a
 * page beyond the last is the last. `capacity` is how many the channel shows at once.
 */
export function pageOf(
  listed: Choice[],
  fixed: Choice[],
  capacity: number,
  page: number,
  more: (next: number) => Choice,
): Choice[] {
  if (listed.length + fixed.length <= capacity) return [...listed, ...fixed];
  // Where the fixed ones leave less than two places they take part in the paging themselves.
  if (capacity - fixed.length < 2) return pageOf([...listed, ...fixed], [], capacity, page, more);
  const perPage = capacity - fixed.length - 1;
  const last = Math.ceil(listed.length / perPage);
  const shown = Math.min(Math.max(page, 1), last);
  const part = listed.slice((shown - 1) * perPage, shown * perPage);
  // The last page leads to the first again: there may be no other way back up.
  return [...part, more(shown === last ? 1 : shown + 1), ...fixed];
}

/** What stands before the choices where they are typed: numbers, or letters where digits are an answer. */
export function mark(index: number, letters: boolean): string {
  return letters ? String.fromCharCode(65 + (index % 26)) : String(index + 1);
}

/**
 * Which of the offered choices a text means: its mark ("2", "2.", "(2)"), or its whole label when only one has it.
 * `marks`: how choices are marked here; null when digits and letters mean no choice.
 */
export function chosen(text: string, offered: Offered[], marks: 'numbers' | 'letters' | null): Offered | undefined {
  const typed = fold(text);
  if (typed === '') return undefined;
  const labelled = offered.filter(({ label }) => fold(label) === typed);
  if (labelled.length === 1) return labelled[0];
  if (marks === null) return undefined;
  return offered.find((_, index) => mark(index, marks === 'letters').toLowerCase() === typed.replace(/^0+(?=\d)/, ''));
}
