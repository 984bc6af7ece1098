/** The functions and types with which modules write flows. */
import type { Ctx } from '../ctx/index.ts';
import type { StoredFile } from '../files/index.ts';
import type { ChatInputOf, FlowOf, StateOf } from './domain/flow.ts';

/** What the person did. */
export type ChatInput = ChatInputOf<StoredFile>;

/** The argument of a flow's functions. */
export type Talk<D> = {
  /**
   * In the transaction of the person's message: the flow's writes and the mark that the message was handled are
   * committed together. `locale` is the conversation's language, `actor` the person.
   */
  ctx: Ctx;
  conversation: {
    id: string;
    personId: string;
    channel: string;
    language: string;
    displayName: string | null;
  };
  /**
   * The person's message: the same message is the same event, also when it arrives again; null when nobody sent one (a
   * timeout). `origin`: what limits count by when the channel does not know the person.
   */
  message: { id: string; eventId: string; origin?: string } | null;
  /** a copy: to store changes, return them with the step */
  data: D;
  /** The text for a key below the flow's `texts`, or for a whole key, in the conversation's language. */
  t(key: string, values?: Record<string, unknown>): string;
};

export type FlowState<D> = StateOf<Talk<D>, StoredFile, D>;
export type FlowDefinition<D> = FlowOf<Talk<D>, StoredFile, D>;
// biome-ignore lint/suspicious/noExplicitAny: each flow has data of its own
export type Flow = FlowDefinition<any>;

const NAME = /^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$/;
const WORD = /^[a-z][a-z0-9_]*$/;

/**
 * Declares a flow; list it under `flows` in the manifest. `D` must survive JSON, because it is stored between messages.
 * Throws when a name does not fit in a button's id; other faults are reported when the server starts.
 */
export function defineFlow<D>(flow: FlowDefinition<D>): Flow {
  if (!NAME.test(flow.name)) throw new Error(`flow name ${flow.name}: expected module.what`);
  for (const name of [...Object.keys(flow.states), ...flow.entries.map(({ id }) => id)])
    if (!WORD.test(name)) throw new Error(`${flow.name}: ${name} is no valid name of a state or an entry`);
  return flow as Flow;
}
