/** What an entrance says to somebody who shows their code, in the order in which it asks. */
export const VERDICTS = [
  'welcome',
  'again',
  'came_already',
  'not_registered',
  'waiting',
  'other_exhibition',
  'not_open',
] as const;
export type Verdict = (typeof VERDICTS)[number];

/** The first two let in; each is a visit. */
export const letsIn = (verdict: Verdict): boolean => verdict === 'welcome' || verdict === 'again';

export type EntranceOf = {
  id: string;
  /** its first and last day */
  starts_on: string;
  ends_on: string;
  /** whether somebody comes in again on the same day */
  enter_again: boolean;
};

export type Shown = {
  /** the exhibition of who is registered */
  of: string | null;
  /** on the waiting list, without a place */
  waiting: boolean;
  /** whether they came already on this day */
  came: boolean;
};

/** May they come in? The phone asks this rule too, about the list that it keeps. */
export function mayEnter(exhibition: EntranceOf, { of, waiting, came }: Shown, today: string): Verdict {
  if (of === null) return waiting ? 'waiting' : 'not_registered';
  if (of !== exhibition.id) return 'other_exhibition';
  if (!isOpen(exhibition, today)) return 'not_open';
  if (!came) return 'welcome';
  return exhibition.enter_again ? 'again' : 'came_already';
}

export const isOpen = ({ starts_on, ends_on }: Pick<EntranceOf, 'starts_on' | 'ends_on'>, day: string): boolean =>
  starts_on <= day && day <= ends_on;
