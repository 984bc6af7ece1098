/** One round of a conversation: what the engine knows, and what it has decided so far. */
import type { Refusal } from '../../lib/result.ts';
import type { Answered, AnyFlowOf, Choice, Prompt } from './flow.ts';
import type { Offered } from './offer.ts';
import type { Words } from './words.ts';

/** Where a conversation stands. At the menu `flow` and `state` are null. */
export type Place = {
  flow: string | null;
  state: string | null;
  data: unknown;
  /** the states that `back` returns to, the latest last */
  stack: { state: string; data: unknown }[];
  offered: Offered[];
};

export const nowhere = (): Place => ({ flow: null, state: null, data: {}, stack: [], offered: [] });

/** The engine's input. `T`: the argument of flows, `F`: a stored file. */
export type Surroundings<T, F> = {
  /** the flows that this organization uses, by name */
  flows: ReadonlyMap<string, AnyFlowOf<T, F>>;
  words: Words;
  languages: readonly string[];
  /**
   * The language of a greeting that only one language has: "hola" is answered in Spanish, whatever the channel reports.
   */
  greetingLanguage(text: string): string | undefined;
  /** how many choices a question can show */
  capacity: number;
  /** choices are typed, because the channel has no buttons */
  typed: boolean;
  /** a text, or undefined when no language has it */
  text(language: string, key: string, values?: Record<string, unknown>): string | undefined;
  /** the language's own name */
  languageName(language: string): string;
  talk(flow: AnyFlowOf<T, F>, data: unknown, language: string): T;
  /** Runs a function that may write; after a refusal, its writes are rolled back. */
  attempt<D>(work: () => Promise<Answered<D>>): Promise<Answered<D>>;
};

export type Round<T, F> = {
  world: Surroundings<T, F>;
  place: Place;
  /** where the person was when they wrote */
  began: Pick<Place, 'flow' | 'state'>;
  language: string;
  /** no message was answered in this conversation yet */
  fresh: boolean;
  /** the message cannot be read by the server: a voice message, a sticker */
  unreadable: boolean;
  /** messages to send, in order; choices have button ids and fit a page */
  send: Prompt[];
  /** texts of the server that are put before the next question, in the same message */
  notes: string[];
  /** the person asked for a member of staff */
  person: boolean;
};

/** More steps than anybody goes back; it keeps the row small. */
export const STACK = 20;

/** A text of the server. The start checks that each exists; a missing one shows its key. */
export function words<T, F>(round: Round<T, F>, key: string, values?: Record<string, unknown>): string {
  return round.world.text(round.language, `chat.${key}`, values) ?? `chat.${key}`;
}

export function flowOf<T, F>(round: Round<T, F>): AnyFlowOf<T, F> | undefined {
  return round.place.flow === null ? undefined : round.world.flows.get(round.place.flow);
}

/** The argument for the current flow; its data is a copy, so only data that a step returns is stored. */
export function talkOf<T, F>(round: Round<T, F>, flow: AnyFlowOf<T, F>): T {
  return round.world.talk(flow, structuredClone(round.place.data), round.language);
}

export const isRefusal = (value: unknown): value is Refusal =>
  typeof value === 'object' && value !== null && (value as { ok?: unknown }).ok === false;

/** A refusal's text, with those of its fields. */
export function textOf<T, F>(round: Round<T, F>, refusal: Refusal): string {
  const codes = [refusal.code, ...Object.values(refusal.fields ?? {})];
  const texts = [...new Set(codes)].map((code) => round.world.text(round.language, `errors.${code}`, refusal.detail));
  return texts.filter((text) => text !== undefined).join(' ') || words(round, 'wrong');
}

/** Adds a prompt whose choices have button ids; notes come before it. */
export function put<T, F>(round: Round<T, F>, prompt: Prompt): void {
  const text = [...round.notes.splice(0), prompt.text].filter(Boolean).join('\n\n');
  round.send.push({ ...prompt, text });
  if (prompt.choices?.length) round.place.offered = prompt.choices.map(({ id, label }) => ({ id, label }));
}

/** Adds notes that no question follows. */
export function putNotes<T, F>(round: Round<T, F>): void {
  if (round.notes.length > 0) put(round, { text: '' });
}

export const button = (id: string, label: string): Choice => ({ id, label });
