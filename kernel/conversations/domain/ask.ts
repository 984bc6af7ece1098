/** Asks: the question of a state with its page of choices, the menu, the languages. */

import { choiceId, entryId, GO, isGlobalId, languageId, pageId, readButtonId } from './button-id.ts';
import type { AnyFlowOf, Choice, Prompt, Step } from './flow.ts';
import { pageOf } from './offer.ts';
import { button, flowOf, isRefusal, nowhere, put, type Round, STACK, talkOf, textOf, words } from './round.ts';

/** A state may lead to the next one without asking; more such steps than this are a loop. */
const MAX_STEPS = 12;

/** Asks the current state's question, or shows the menu. */
export async function ask<T, F>(round: Round<T, F>, page = 1): Promise<void> {
  for (let leap = 0; leap < MAX_STEPS; leap++) {
    const flow = flowOf(round);
    const state = flow && round.place.state !== null ? flow.states[round.place.state] : undefined;
    if (!flow || !state) return showMenu(round, { page });
    const repeated = isRepeated(round);
    const asked = await (repeated && state.again ? state.again(talkOf(round, flow)) : state.ask(talkOf(round, flow)));
    if (isRefusal(asked)) {
      round.notes.push(textOf(round, asked));
      return leave(round);
    }
    if ('text' in asked) {
      if (state.noReturn) round.place.stack = [];
      return put(round, await paged(round, flow, repeated ? plain(asked) : asked, page));
    }
    if ('stay' in asked)
      throw new Error(`${flow.name}.${round.place.state}: a question can't stay without being asked`);
    if ('end' in asked) return end(round, asked.send);
    for (const prompt of asked.send ?? []) put(round, withButtonIds(round, prompt));
    move(round, flow, asked);
  }
  throw new Error(`${round.place.flow}.${round.place.state}: its questions lead in a circle`);
}

/** The question that the person has just read, repeated with a note about their answer. */
function isRepeated<T, F>({ place, began, notes }: Round<T, F>): boolean {
  return notes.length > 0 && place.flow === began.flow && place.state === began.state;
}

/** Without its picture, which is a few lines above. */
const plain = ({ image: _, document: __, ...prompt }: Prompt): Prompt => prompt;

/** Goes to another state of the flow, without asking its question yet. */
export function move<T, F>(round: Round<T, F>, flow: AnyFlowOf<T, F>, step: Extract<Step<unknown>, { to: string }>) {
  if (!Object.hasOwn(flow.states, step.to)) throw new Error(`${flow.name} has no state ${step.to}`);
  round.place.state = step.to;
  if (step.data !== undefined) round.place.data = step.data;
}

/** Stores the current state as the one that `back` returns to. */
export function storeForBack<T, F>(round: Round<T, F>, next: string): void {
  const { state, data, stack } = round.place;
  if (state !== null && state !== next) round.place.stack = [...stack, { state, data }].slice(-STACK);
}

/** All choices of the current question with their button ids: those of `ask` and the state's fixed ones. */
export function choicesOf<T, F>(round: Round<T, F>, flow: AnyFlowOf<T, F>, prompt: Prompt) {
  const name = round.place.state as string;
  const listed = (prompt.choices ?? []).map((choice) => withButtonId(round, choice));
  const fixed = (flow.states[name]?.choices ?? [])
    .filter((id) => !prompt.choices?.some((choice) => choice.id === id))
    .map((id) => button(choiceId(flow.name, name, id), label(round, flow, `${name}.choices.${id}`)));
  return { listed, fixed };
}

function label<T, F>(round: Round<T, F>, flow: AnyFlowOf<T, F>, key: string): string {
  return round.world.text(round.language, `${flow.texts}.${key}`) ?? key;
}

async function paged<T, F>(round: Round<T, F>, flow: AnyFlowOf<T, F>, prompt: Prompt, page: number): Promise<Prompt> {
  const { listed, fixed } = choicesOf(round, flow, prompt);
  return { ...prompt, choices: onePage(round, listed, fixed, page) };
}

const onePage = <T, F>(round: Round<T, F>, listed: Choice[], fixed: Choice[], page: number): Choice[] =>
  pageOf(listed, fixed, round.world.capacity, page, (next) =>
    button(pageId(round.place, next), words(round, next === 1 ? 'button.first' : 'button.more')),
  );

function withButtonId<T, F>(round: Round<T, F>, choice: Choice): Choice {
  if (isGlobalId(choice.id)) {
    if (!readButtonId(choice.id))
      throw new Error(`choice ${choice.id} leads nowhere: a "!" is for ids of entryId() and GO`);
    return choice;
  }
  const { flow, state } = round.place;
  if (flow === null) throw new Error(`choice ${choice.id} is shown where no flow gets it: use entryId() or GO`);
  return { ...choice, id: choiceId(flow, state as string, choice.id) };
}

/** A prompt of a step: its choices belong to the current state. Choices that do not fit a page are left out. */
export function withButtonIds<T, F>(round: Round<T, F>, prompt: Prompt): Prompt {
  if (!prompt.choices?.length) return prompt;
  const choices = prompt.choices.map((choice) => withButtonId(round, choice));
  return { ...prompt, choices: choices.slice(0, round.world.capacity) };
}

/**
 * Ends a flow: sends `prompts`. Its last prompt gets the button for the menu, unless it has choices (which lead elsewhere,
 * because the flow gets no more answers). Without prompts the menu is shown.
 */
export async function end<T, F>(round: Round<T, F>, prompts: Prompt[] = []): Promise<void> {
  round.place = nowhere();
  if (prompts.length === 0) return showMenu(round, {});
  const menu = [button(GO.menu, words(round, 'button.menu'))];
  for (const [index, prompt] of prompts.entries()) {
    const last = index === prompts.length - 1 && !prompt.choices?.length;
    put(round, withButtonIds(round, last ? { ...prompt, choices: menu } : prompt));
  }
}

/** Leaves the flow, with the notes and the menu. */
export async function leave<T, F>(round: Round<T, F>): Promise<void> {
  round.place = nowhere();
  await showMenu(round, {});
}

/** The entries of the organization's flows; without any, the choice of a person. */
export async function showMenu<T, F>(
  round: Round<T, F>,
  how: { page?: number; greet?: boolean; note?: string },
): Promise<void> {
  round.place = nowhere();
  const entries: Choice[] = [];
  for (const flow of round.world.flows.values()) {
    if (flow.menu) {
      const own = await flow.menu(round.world.talk(flow, flow.initial(), round.language));
      // Several flows may offer one of the server's own choices, such as the languages.
      entries.push(
        ...own.map((choice) => withButtonId(round, choice)).filter(({ id }) => !entries.some((e) => e.id === id)),
      );
      continue;
    }
    for (const { id, menu } of flow.entries)
      if (menu) entries.push(button(entryId(flow.name, id), label(round, flow, `entries.${id}.label`)));
  }
  const empty = entries.length === 0;
  if (empty) entries.push(button(GO.person, words(round, 'button.person')));
  // No greeting after a note about a problem.
  if (how.greet || (round.fresh && round.notes.length === 0)) round.notes.push(words(round, 'greeting'));
  if (how.note !== undefined) round.notes.push(how.note);
  put(round, {
    text: words(round, empty ? 'menu.empty' : 'menu.ask'),
    choices: onePage(round, entries, [], how.page ?? 1),
  });
}

/** Asks for the language. The place stays, so its question is repeated afterwards. */
export async function askLanguage<T, F>(round: Round<T, F>, page = 1): Promise<void> {
  const choices = round.world.languages.map((code) => button(languageId(code), round.world.languageName(code)));
  put(round, { text: words(round, 'language.ask'), choices: choices.slice((page - 1) * round.world.capacity) });
}
