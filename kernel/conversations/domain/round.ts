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
  /** where `back` leads, the nearest last */
  stack: { state: string; data: unknown }[];
  offered: Offered[];
};

export const nowhere = (): Place => ({ flow: null, state: null, data: {}, stack: [], offered: [] });

/** What the engine is given. `T`: what flows are handed, `F`: a stored file. */
export type Surroundings<T, F> = {
  /** the flows that this organization uses, by name */
  flows: ReadonlyMap<string, AnyFlowOf<T, F>>;
  words: Words;
  languages: readonly string[];
  /**
   * The language of a greeting that only one language has: who begins with "hola" is answered in Spanish, whatever the
   * channel says.
   */
  greetingLanguage(text: string): string | undefined;
  /** how many choices a question can show */
  capacity: number;
  /** choices are typed, since the channel has no buttons */
  typed: boolean;
  /** a text, or undefined when no language has it */
  text(language: string, key: string, values?: Record<string, unknown>): string | undefined;
  /** the name of a language in itself */
  languageName(language: string): string;
  talk(flow: AnyFlowOf<T, F>, data: unknown, language: string): T;
  /** Runs what may write; when it gives a refusal, what it wrote is undone. */
  attempt<D>(work: () => Promise<Answered<D>>): Promise<Answered<D>>;
};

export type Round<T, F> = {
  world: Surroundings<T, F>;
  place: Place;
  /** where the person stood when they said it */
  began: Pick<Place, 'flow' | 'state'>;
  language: string;
  /** nothing was ever answered in this conversation */
  fresh: boolean;
  /** what came is nothing that the server can read: a voice, a sticker */
  unreadable: boolean;
  /** to be said, in order; choices carry the wire's ids and fit a page */
  say: Prompt[];
  /** texts of a server that go before the next question, in one message with it */
  notes: string[];
  /** the person wants to speak with somebody */
  person: boolean;
};

/** Longer than anybody walks back, and it keeps the row small. */
export const STACK = 20;

/** A text of the server. The start checks that each exists, so a missing one shows its key. */
export function words<T, F>(round: Round<T, F>, key: string, values?: Record<string, unknown>): string {
  return round.world.text(round.language, `chat.${key}`, values) ?? `chat.${key}`;
}

export function flowOf<T, F>(round: Round<T, F>): AnyFlowOf<T, F> | undefined {
  return round.place.flow === null ? undefined : round.world.flows.get(round.place.flow);
}

/** What the current flow is handed; its data is a copy, so that only what a step returns is kept. */
export function talkOf<T, F>(round: Round<T, F>, flow: AnyFlowOf<T, F>): T {
  return round.world.talk(flow, structuredClone(round.place.data), round.language);
}

export const isRefusal = (value: unknown): value is Refusal =>
  typeof value === 'object' && value !== null && (value as { ok?: unknown }).ok === false;

/** A refusal's text, with those of its fields. */
export function textOf<T, F>(round: Round<T, F>, refusal: Refusal): string {
  const codes = [refusal.code, ...Object.values(refusal.fields ?? {})];
  const said = [...new Set(codes)].map((code) => round.world.text(round.language, `errors.${code}`, refusal.detail));
  return said.filter((sentence) => sentence !== undefined).join(' ') || words(round, 'wrong');
}

/** Says a prompt whose choices carry the wire's ids already; notes go in front of it. */
export function put<T, F>(round: Round<T, F>, prompt: Prompt): void {
  const text = [...round.notes.splice(0), prompt.text].filter(Boolean).join('\n\n');
  round.say.push({ ...prompt, text });
  if (prompt.choices?.length) round.place.offered = prompt.choices.map(({ id, label }) => ({ id, label }));
}

/** Says notes that no question follows. */
export function putNotes<T, F>(round: Round<T, F>): void {
  if (round.notes.length > 0) put(round, { text: '' });
}

export const button = (id: string, label: string): Choice => ({ id, label });
