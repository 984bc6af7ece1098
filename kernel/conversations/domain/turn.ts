/**
 * The engine. From the place of a conversation and what the person did, it computes the new place and the messages to
 * send. It uses no database and no clock: the flows' own functions, which it calls, do.
 *
 * - a tap, by its id: the server's own choices and entries always work; a choice only while its question is open
 * - a text: the number or label of an offered choice, else a word that leads somewhere, else an answer to the question
 * - anything else: an answer to the question
 *
 * Every message gets an answer.
 */

import { fold, foldAnswer, foldWords } from '../../lib/fold.ts';
import { ask, askLanguage, choicesOf, end, leave, move, showMenu, storeForBack, withButtonIds } from './ask.ts';
import { choiceId, GO, readButtonId } from './button-id.ts';
import type { Answered, AnyFlowOf, ChatInputOf, Prompt, Step } from './flow.ts';
import { chosen } from './offer.ts';
import {
  flowOf,
  isRefusal,
  nowhere,
  type Place,
  put,
  putNotes,
  type Round,
  type Surroundings,
  talkOf,
  textOf,
  words,
} from './round.ts';
import { findWord, startPayload } from './words.ts';

export type Outcome = {
  place: Place;
  /** messages to send; choices have button ids and are at most the channel's capacity */
  send: Prompt[];
  language: string;
  /** the person asked for a member of staff */
  person: boolean;
  /** minutes after which the state times out, or null */
  timeoutMinutes: number | null;
  /** typed choices have letters, because digits are an answer */
  letters: boolean;
};

export type Before = {
  place: Place;
  language: string;
  /** no message was answered in this conversation yet */
  fresh: boolean;
};

/** Handles what the person did. `start`: payload of the deep link that they used. */
export async function turn<T, F>(
  world: Surroundings<T, F>,
  before: Before,
  input: ChatInputOf<F>,
  start?: string,
): Promise<Outcome> {
  const greeted = before.fresh && input.kind === 'text' ? world.greetingLanguage(input.text) : undefined;
  const round = open(world, greeted ? { ...before, language: greeted } : before);
  round.unreadable = input.kind === 'other';
  const payload = start ?? (input.kind === 'text' ? startPayload(input.text) : undefined);
  if (payload !== undefined && (await follow(round, payload))) return close(round);
  // The sender of an unknown link, such as an old poster's, still wants something. A text counts as a link if it looks
  // like one.
  const link = start !== undefined || (payload !== undefined && /^\w+[:_]\S*$/.test(payload));
  if (link) await showMenu(round, { greet: true, note: words(round, 'link_unknown') });
  else if (input.kind === 'choice') await tapped(round, input.id, input.text);
  else if (input.kind === 'media' && !input.file && input.fault) {
    round.notes.push(textOf(round, { ok: false, code: input.fault, ...(input.limits && { detail: input.limits }) }));
    await ask(round);
  } else if (input.kind === 'text') await typed(round, input);
  else await answer(round, input);
  return close(round);
}

/** Handles a timeout. Sends nothing when the state no longer waits. */
export async function timeOut<T, F>(world: Surroundings<T, F>, before: Before): Promise<Outcome> {
  const round = open(world, before);
  const flow = flowOf(round);
  const state = flow?.states[round.place.state as string];
  if (!flow || !state) return close(round);
  if (state.onTimeout) await take(round, await state.onTimeout(talkOf(round, flow)));
  else {
    const own = world.text(round.language, `${flow.texts}.${round.place.state}.timeout`);
    await end(round, [{ text: own ?? words(round, 'timeout') }]);
  }
  return close(round);
}

/** Leads a conversation to a state from outside, e.g. after a decision of staff; sends `send` and asks the question. */
export async function lead<T, F>(
  world: Surroundings<T, F>,
  before: Before,
  flow: AnyFlowOf<T, F>,
  step: Step<unknown>,
): Promise<Outcome> {
  const round = open(world, before);
  round.place = { ...nowhere(), flow: flow.name, data: flow.initial() };
  await take(round, step);
  return close(round);
}

/** Repeats the current question, after the conversation was elsewhere for a while. */
export async function again<T, F>(world: Surroundings<T, F>, before: Before): Promise<Outcome> {
  const round = open(world, before);
  await ask(round);
  return close(round);
}

function open<T, F>(world: Surroundings<T, F>, { place, language, fresh }: Before): Round<T, F> {
  const round: Round<T, F> = {
    world,
    place: { ...place },
    began: { flow: place.flow, state: place.state },
    language,
    fresh,
    unreadable: false,
    send: [],
    notes: [],
    person: false,
  };
  // The state no longer exists in this version, or the organization no longer uses the flow.
  const flow = flowOf(round);
  if (!flow || !Object.hasOwn(flow.states, place.state ?? '')) round.place = { ...nowhere(), offered: place.offered };
  return round;
}

function close<T, F>(round: Round<T, F>): Outcome {
  putNotes(round);
  const { place, send, language, person } = round;
  const state = flowOf(round)?.states[place.state as string];
  return {
    place,
    send,
    language,
    person,
    timeoutMinutes: state?.timeoutMinutes ?? null,
    letters: state?.takesNumbers === true,
  };
}

async function typed<T, F>(round: Round<T, F>, input: ChatInputOf<F> & { kind: 'text' }): Promise<void> {
  const state = flowOf(round)?.states[round.place.state as string];
  const marks = !state?.takesNumbers ? 'numbers' : round.world.typed ? 'letters' : null;
  const offered = chosen(input.text, round.place.offered, marks);
  if (offered) return tapped(round, offered.id, offered.label);
  const own = ownWord(round, input.text);
  const word = own ?? findWord(round.world.words, input.text);
  if (word && known(round, word)) return tapped(round, word, input.text);
  await answer(round, input);
}

/** A word for one of the state's fixed choices, `<texts>.<state>.words.<id>`, in any language. */
function ownWord<T, F>(round: Round<T, F>, text: string): string | undefined {
  const flow = flowOf(round);
  const state = round.place.state as string;
  for (const id of flow?.states[state]?.choices ?? []) {
    const key = `${flow?.texts}.${state}.words.${id}`;
    const lists = round.world.languages.map((language) => round.world.text(language, key) ?? '');
    const known = foldWords(lists.join(','));
    if (known.includes(fold(text)) || known.includes(foldAnswer(text))) return choiceId(flow?.name ?? '', state, id);
  }
  return undefined;
}

/** Words of all flows are known; those of a flow that this organization does not use are ignored. */
function known<T, F>(round: Round<T, F>, id: string): boolean {
  const button = readButtonId(id);
  return button?.kind !== 'entry' || round.world.flows.has(button.flow);
}

async function tapped<T, F>(round: Round<T, F>, id: string, text: string): Promise<void> {
  const button = readButtonId(id);
  const here = (flow: string | null, state: string | null) => flow === round.place.flow && state === round.place.state;
  if (button?.kind === 'go') return go(round, button.to);
  if (button?.kind === 'entry' && (await enter(round, button.flow, button.entry, button.argument))) return;
  if (button?.kind === 'page' && here(button.flow, button.state)) return ask(round, button.page);
  if (button?.kind === 'choice' && here(button.flow, button.state) && (await isOpen(round, id, button.choice)))
    return answer(round, { kind: 'choice', id: button.choice, text });
  round.notes.push(words(round, 'stale'));
  return ask(round);
}

/** Whether a choice belongs to the current question: shown last, or on one of its pages. */
async function isOpen<T, F>(round: Round<T, F>, id: string, choice: string): Promise<boolean> {
  const flow = flowOf(round) as AnyFlowOf<T, F>;
  if (round.place.offered.some((offered) => offered.id === id)) return true;
  if (flow.states[round.place.state as string]?.choices?.includes(choice)) return true;
  const asked = await flow.states[round.place.state as string]?.ask(talkOf(round, flow));
  if (!asked || !('text' in asked)) return false;
  return choicesOf(round, flow, asked).listed.some((listed) => listed.id === id);
}

async function enter<T, F>(round: Round<T, F>, name: string, id: string, argument?: string): Promise<boolean> {
  const flow = round.world.flows.get(name);
  const entry = flow?.entries.find((one) => one.id === id);
  if (!flow || !entry) return false;
  const before = round.place;
  round.place = { ...nowhere(), flow: name, state: entry.to, data: flow.initial() };
  if (entry.act && (await acted(round, before, (talk) => entry.act?.(talk, argument), flow))) return true;
  if (entry.data) round.place.data = await entry.data(talkOf(round, flow), argument);
  await ask(round);
  return true;
}

/** Runs the action of a button in a message that no question sent; the person's current question stays. */
async function acted<T, F>(
  round: Round<T, F>,
  before: Place,
  act: (talk: T) => Promise<Answered<unknown>> | Answered<unknown> | undefined,
  flow: AnyFlowOf<T, F>,
): Promise<boolean> {
  const step = await round.world.attempt(async () => (await act(talkOf(round, flow))) ?? null);
  if (step === null) return false;
  const prompts = isRefusal(step) ? [{ text: textOf(round, step) }] : 'stay' in step ? step.send : null;
  if (prompts === null) await take(round, step);
  else {
    round.place = before;
    await take(round, { stay: true, send: prompts });
  }
  return true;
}

async function go<T, F>(round: Round<T, F>, to: string): Promise<void> {
  const [what, language] = to.split('.', 2) as [string, string | undefined];
  switch (`!${what}`) {
    case GO.menu:
      return showMenu(round, {});
    case GO.hello:
      return showMenu(round, { greet: true });
    case GO.back:
      return back(round);
    case GO.cancel:
      return cancel(round);
    case GO.help:
      return help(round, 'help');
    case GO.person:
      round.person = true;
      return put(round, { text: words(round, 'person') });
    case GO.thanks:
      // Nothing was asked, so the current question stays and is not repeated.
      return put(round, { text: words(round, 'thanks') });
    case GO.stop:
      round.place = nowhere();
      return put(round, { text: words(round, 'stopped') });
    case GO.language:
      if (language === undefined || !round.world.languages.includes(language)) return askLanguage(round);
      round.language = language;
      round.notes.push(words(round, 'language.changed'));
      return ask(round);
    default:
      round.notes.push(words(round, 'stale'));
      return ask(round);
  }
}

async function back<T, F>(round: Round<T, F>): Promise<void> {
  const flow = flowOf(round);
  const stack = round.place.stack.filter(({ state }) => flow && Object.hasOwn(flow.states, state));
  const last = stack.pop();
  if (!last) return leave(round);
  round.place = { ...round.place, state: last.state, data: last.data, stack };
  await ask(round);
}

async function cancel<T, F>(round: Round<T, F>): Promise<void> {
  const flow = flowOf(round);
  const step = flow?.cancel
    ? await round.world.attempt(async () => (await flow.cancel?.(talkOf(round, flow))) ?? null)
    : null;
  if (step !== null) return take(round, step);
  if (flow) round.notes.push(words(round, 'cancelled'));
  await leave(round);
}

/** Sends the state's own help, else the server's, and the question again. */
async function help<T, F>(round: Round<T, F>, why: 'help' | 'not_understood'): Promise<void> {
  const flow = flowOf(round);
  const own = flow && round.world.text(round.language, `${flow.texts}.${round.place.state}.help`);
  const puzzled = words(round, round.unreadable ? 'not_readable' : 'not_understood');
  const notes = why === 'help' ? [own, words(round, 'help')] : [puzzled, own];
  round.notes.push(...notes.filter((note) => note !== undefined));
  await ask(round);
}

async function answer<T, F>(round: Round<T, F>, input: ChatInputOf<F>): Promise<void> {
  const flow = flowOf(round);
  const state = flow?.states[round.place.state as string];
  if (!flow || !state) return unasked(round, input);
  const step = await round.world.attempt(async () => state.answer(talkOf(round, flow), input));
  // A picture that does not answer this question may be for another one, such as a receipt sent while choosing again.
  if (step === null && input.kind === 'media' && (await anyFlow(round, asUnasked(round, input)))) return;
  await take(round, step);
}

const asUnasked =
  <T, F>(round: Round<T, F>, input: ChatInputOf<F>) =>
  async (flow: AnyFlowOf<T, F>) =>
    flow.unasked?.(talkOf(round, flow), input);

/** Handles a message without an open question: a flow may expect it, else it is a greeting or not understood. */
async function unasked<T, F>(round: Round<T, F>, input: ChatInputOf<F>): Promise<void> {
  if (await anyFlow(round, asUnasked(round, input))) return;
  if (input.kind === 'media') return showMenu(round, { greet: round.fresh, note: words(round, 'picture_unasked') });
  if (round.fresh) return showMenu(round, {});
  await help(round, 'not_understood');
}

/** The first flow that accepts a deep link's payload takes over. */
const follow = <T, F>(round: Round<T, F>, payload: string): Promise<boolean> =>
  anyFlow(round, async (flow) => flow.start?.(talkOf(round, flow), payload));

/** Offers the round to each flow in turn, in its original state; the first that returns something gets it. */
async function anyFlow<T, F>(
  round: Round<T, F>,
  call: (flow: AnyFlowOf<T, F>) => Promise<Answered<unknown> | undefined>,
): Promise<boolean> {
  const { place } = round;
  for (const flow of round.world.flows.values()) {
    round.place = { ...nowhere(), flow: flow.name, data: flow.initial() };
    const step = await round.world.attempt(async () => (await call(flow)) ?? null);
    if (step !== null) {
      await take(round, step);
      return true;
    }
  }
  round.place = place;
  return false;
}

/** Applies a flow's decision. A round without a state (a deep link, a late receipt) that stays ends at the menu. */
async function take<T, F>(round: Round<T, F>, step: Answered<unknown>): Promise<void> {
  const flow = flowOf(round) as AnyFlowOf<T, F>;
  if (step === null) return help(round, 'not_understood');
  if (isRefusal(step)) {
    round.notes.push(textOf(round, step));
    return ask(round);
  }
  if ('to' in step) {
    storeForBack(round, step.to);
    if (step.language && round.world.languages.includes(step.language)) round.language = step.language;
    move(round, flow, step);
    for (const prompt of step.send ?? []) put(round, withButtonIds(round, prompt));
    return ask(round);
  }
  if ('stay' in step && round.place.state !== null) {
    if (step.data !== undefined) round.place.data = step.data;
    for (const prompt of step.send) put(round, withButtonIds(round, prompt));
    if (step.askAgain || step.send.length === 0) await ask(round);
    return;
  }
  await end(round, step.send);
}
