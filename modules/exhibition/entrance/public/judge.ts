import { extractToken, parseToken } from '../../../../kernel/credentials/contract.ts';
import { type EntranceRoster, mayEnter } from '../contract.ts';
import type { Shown } from './types.ts';

/** The day in a zone, 2026-11-26; older browsers have no Temporal. */
export const today = (timeZone: string, at: Date): string => new Intl.DateTimeFormat('sv-SE', { timeZone }).format(at);

/** Whose card it is, as far as it can be read without checking it. */
export function subjectOf(text: string): { id: string; version: number } | null {
  const token = extractToken(text);
  const shown = token === null ? null : parseToken(token);
  return shown && { id: shown.subjectId, version: shown.version };
}

type Judged = Pick<Shown, 'verdict' | 'code' | 'came_at'> & { customer_id: string | null };

/**
 * May they come in, by the list that the phone keeps: the server's own rule. A card is one on the list with its version,
 * and its signature is not checked: whoever knows the id of a customer could type their ID as well.
 */
export async function judgeAlone(
  roster: EntranceRoster | null,
  text: string,
  day: string,
  cameHere: (customer: string) => Promise<string | null>,
): Promise<Judged> {
  const nobody = { code: null, came_at: null, customer_id: null };
  if (!roster) return { verdict: 'no_list', ...nobody };
  const card = subjectOf(text);
  const typed = text.replace(/[\s-]/g, '').toUpperCase();
  const person = roster.people.find(({ id, code, version }) =>
    card ? id === card.id && version === card.version : code === typed,
  );
  if (!person) return { verdict: 'not_listed', ...nobody };
  const { id, code } = person;
  const kept = person.came_at && today(roster.time_zone, new Date(person.came_at)) === day ? person.came_at : null;
  const came_at = kept ?? (await cameHere(id));
  const { exhibition } = roster;
  const verdict = mayEnter(exhibition, { of: exhibition.id, waiting: false, came: came_at !== null }, day);
  return { verdict, code, came_at: verdict === 'welcome' ? null : came_at, customer_id: id };
}
