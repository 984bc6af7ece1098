/** Checks all flows when the server starts. */
import type { ChatLimits } from '../channels/index.ts';
import type { Texts } from '../i18n/index.ts';
import { foldWords } from '../lib/fold.ts';
import type { Flow } from './define.ts';
import { GO } from './domain/button-id.ts';
import { gatherFlows, type OwnedFlow } from './flows.ts';

export type CheckedChannel = { name: string; limits: ChatLimits };

/** A choice for a database row has its uuid as id. */
const UUID_BYTES = 36;
const CHOICE = /^[A-Za-z0-9_.:-]+$/;

/**
 * Throws with all faults at once: duplicate names, unknown states, ids too long for a channel, missing texts of a
 * language, labels too long for a channel (with the language and the channel), words that lead to two places.
 */
export function checkFlows(owned: OwnedFlow[], channels: CheckedChannel[], texts: Texts): void {
  const faults = [...findFaults(owned, channels, texts)];
  if (faults.length > 0)
    throw new Error(`${faults.length} fault${faults.length > 1 ? 's' : ''} in chat flows:\n- ${faults.join('\n- ')}`);
}

function* findFaults(owned: OwnedFlow[], channels: CheckedChannel[], texts: Texts): Generator<string> {
  const names = owned.map(({ flow }) => flow.name);
  for (const name of new Set(names.filter((name, index) => names.indexOf(name) !== index)))
    yield `two flows are named ${name}`;
  for (const word of Object.keys(GO)) yield* missing(texts, `chat.words.${word}`);
  for (const button of ['menu', 'more', 'first', 'person', 'list'])
    yield* label(texts, channels, `chat.button.${button}`, 1);
  for (const { flow, module } of owned) {
    if (module && !flow.name.startsWith(`${module}.`)) yield `${flow.name}: a flow of ${module} begins with its name`;
    yield* shape(flow, channels);
    for (const { id } of flow.entries) yield* label(texts, channels, `${flow.texts}.entries.${id}.label`, 1);
    for (const [name, state] of Object.entries(flow.states)) {
      const choices = state.choices ?? [];
      for (const id of choices) yield* label(texts, channels, `${flow.texts}.${name}.choices.${id}`, choices.length);
      yield* ambiguous(texts, flow, name, choices);
    }
  }
  yield* gatherFlows(owned, texts).faults;
}

/** The text of the language itself; '' without one. */
const ownText = (texts: Texts, language: string, key: string): string =>
  texts.has(language, key) ? (texts.find(language, key) ?? '') : '';

function* shape(flow: Flow, channels: CheckedChannel[]): Generator<string> {
  if (!/^chat\.\w/.test(flow.texts)) yield `${flow.name}: its texts begin with "chat.", not ${flow.texts}`;
  const space = Math.min(64, ...channels.map(({ limits }) => limits.idBytes));
  for (const { id, to } of flow.entries) {
    if (!Object.hasOwn(flow.states, to)) yield `${flow.name}: the entry ${id} leads to ${to}, which is no state`;
    if (`${flow.name}!${id}`.length > space)
      yield `${flow.name}: the id of the entry ${id} is longer than ${space} bytes`;
  }
  for (const [name, state] of Object.entries(flow.states)) {
    const left = space - `${flow.name}.${name}~`.length;
    if (left < UUID_BYTES)
      yield `${flow.name}.${name}: the name leaves ${left} of ${space} bytes for a choice's id, fewer than a uuid has (${UUID_BYTES})`;
    for (const id of state.choices ?? []) {
      if (!CHOICE.test(id)) yield `${flow.name}.${name}: "${id}" is no valid id of a choice`;
      if (id.length > left) yield `${flow.name}.${name}: the id of the choice ${id} is longer than ${left} bytes`;
    }
    if (state.timeoutMinutes !== undefined && !(state.timeoutMinutes > 0))
      yield `${flow.name}.${name}: its timeout is ${state.timeoutMinutes} minutes`;
  }
}

function* missing(texts: Texts, key: string): Generator<string> {
  // A flow of a module that has no texts in a language for customers talks in the organization's, or in English.
  const group = key.split('.').slice(0, 2).join('.');
  for (const language of texts.languages)
    if (texts.has(language, group) && !texts.has(language, key)) yield `${key} has no text in ${language}`;
}

/**
 * Checks that a label exists in every language and fits every channel: as a button when there are few choices,
 * otherwise as a row of a list.
 */
function* label(texts: Texts, channels: CheckedChannel[], key: string, beside: number): Generator<string> {
  yield* missing(texts, key);
  for (const language of texts.languages) {
    const text = ownText(texts, language, key);
    for (const { name, limits } of channels) {
      const space = beside > limits.buttons ? limits.rowLabel : limits.buttonLabel;
      if (limits.buttons + limits.rows > 0 && text.length > space)
        yield `${key} in ${language} is too long for ${name}: "${text}" has ${text.length} characters of ${space}`;
    }
  }
}

/** Two choices of one question for which the same typed word stands. */
function* ambiguous(texts: Texts, flow: Flow, state: string, choices: readonly string[]): Generator<string> {
  const taken = new Map<string, string>();
  for (const id of choices) {
    const lists = texts.languages.flatMap((language) => [
      ownText(texts, language, `${flow.texts}.${state}.choices.${id}`),
      ownText(texts, language, `${flow.texts}.${state}.words.${id}`),
    ]);
    for (const word of new Set(foldWords(lists.join(',')))) {
      const other = taken.get(word);
      if (other !== undefined) yield `${flow.name}.${state}: "${word}" means the choice ${other} and the choice ${id}`;
      else taken.set(word, id);
    }
  }
}
