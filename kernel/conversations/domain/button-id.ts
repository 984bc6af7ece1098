/**
 * The id of a button: its target. An answer is routed by this id, never by the label.
 *
 * - `raffle.buy.pick~7`: choice 7 of the state `pick` of the flow raffle.buy; works while that question is open
 * - `raffle.buy.pick+2`: page 2 of its choices; `+2` of the menu's
 * - `raffle.buy!raffles`: an entry; always works
 * - `mess.office!show~5`: an entry, about one record
 * - `!menu`: the server's own; always works
 */
export type ButtonTarget =
  | { kind: 'choice'; flow: string; state: string; choice: string }
  | { kind: 'page'; flow: string | null; state: string | null; page: number }
  | { kind: 'entry'; flow: string; entry: string; argument?: string }
  | { kind: 'go'; to: string };

/**
 * Telegram's callback_data, the shortest limit of the channels: https://core.telegram.org/bots/api#inlinekeyboardbutton
 */
export const MAX_ID_BYTES = 64;

const bytes = (text: string) => new TextEncoder().encode(text).length;

function within(id: string): string {
  if (bytes(id) > MAX_ID_BYTES) throw new Error(`the id of a choice has ${bytes(id)} bytes of ${MAX_ID_BYTES}: ${id}`);
  return id;
}

/** The id of a choice of a state. Throws when it is too long for a channel, which is a mistake in the flow. */
export const choiceId = (flow: string, state: string, choice: string) => within(`${flow}.${state}~${choice}`);
/**
 * The id that leads into a flow from anywhere, for buttons in messages that no flow sends; `argument` names one record,
 * such as a row by its uuid.
 */
export const entryId = (flow: string, entry: string, argument?: string) =>
  within(argument === undefined ? `${flow}!${entry}` : `${flow}!${entry}~${argument}`);
export const pageId = (at: { flow: string | null; state: string | null }, page: number) =>
  within(`${at.flow === null ? '' : `${at.flow}.${at.state}`}+${page}`);

/** Ids that work in every conversation. */
export const GO = {
  menu: '!menu',
  hello: '!hello',
  back: '!back',
  cancel: '!cancel',
  help: '!help',
  language: '!language',
  person: '!person',
  thanks: '!thanks',
  stop: '!stop',
} as const;
export const languageId = (language: string) => within(`!language.${language}`);

/** True for ids that work wherever they are shown. */
export const isGlobalId = (id: string) => id.includes('!');

const FLOW = String.raw`[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)+`;
const CHOICE = new RegExp(String.raw`^(${FLOW})\.([a-z][a-z0-9_]*)~([\s\S]+)$`);
const PAGE = new RegExp(String.raw`^(?:(${FLOW})\.([a-z][a-z0-9_]*))?\+([1-9][0-9]{0,5})$`);
const ENTRY = new RegExp(`^(${FLOW})!([a-z][a-z0-9_]*)(?:~([A-Za-z0-9_.:-]+))?$`);
const GOING = /^!([a-z]+(?:\.[A-Za-z-]+)?)$/;

/** Parses an id; null when it is not one of ours. */
export function readButtonId(id: string): ButtonTarget | null {
  if (bytes(id) > MAX_ID_BYTES) return null;
  let found = CHOICE.exec(id);
  if (found) return { kind: 'choice', flow: found[1] as string, state: found[2] as string, choice: found[3] as string };
  found = PAGE.exec(id);
  if (found) return { kind: 'page', flow: found[1] ?? null, state: found[2] ?? null, page: Number(found[3]) };
  found = ENTRY.exec(id);
  if (found) {
    const [, flow = '', entry = '', argument] = found;
    return { kind: 'entry', flow, entry, ...(argument !== undefined && { argument }) };
  }
  found = GOING.exec(id);
  return found ? { kind: 'go', to: found[1] as string } : null;
}
