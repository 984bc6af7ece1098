/**
 * The types of a flow. `Talk` (a flow's argument, with its ctx) and stored files belong to the server, so they are type
 * parameters here: the engine passes them through.
 */
import type { Refusal } from '../../lib/result.ts';

/**
 * A choice. `id` is the flow's own, for its `answer`: letters, digits and `_ - . :`. An id of `entryId`, `choiceId` or
 * `GO` leads to its target from anywhere.
 */
export type Choice = { id: string; label: string; description?: string };

/** One message of the server. */
export type Prompt = {
  text: string;
  /** Any number: choices that a channel cannot show at once are paged. */
  choices?: Choice[];
  /** id of a stored file */
  image?: string;
  document?: { fileId: string; name: string };
};

/** What the person did, as a channel reports it. `F`: a stored file. */
export type ChatInputOf<F> =
  | { kind: 'text'; text: string }
  /** `id` of a choice: for a flow its own id, from a channel the button id */
  | { kind: 'choice'; id: string; text: string }
  /** `file` is null when it could not be fetched; `fault` is then the refusal's code, and no flow is called */
  | {
      kind: 'media';
      media: 'image' | 'document' | 'other';
      file: F | null;
      fault?: string;
      limits?: Record<string, string | number>;
      caption: string;
    }
  /** sticker, voice, place … */
  | { kind: 'other'; what: string };

/** A flow's reaction to an answer. Without `data` it stays the same. */
export type Step<D> =
  /**
   * sends `send`, then asks the question of another state; `back` returns to this state with its data. `language`: the
   * language from now on
   */
  | { to: string; data?: D; send?: Prompt[]; language?: string }
  /** sends `send` and stays; `askAgain` repeats its question after it */
  | { stay: true; data?: D; send: Prompt[]; askAgain?: boolean }
  /** ends: sends `send`, or shows the menu without it */
  | { end: true; send?: Prompt[] };

/**
 * `null`: not understood; the person gets the state's help and the question again. A refusal: its text and the question
 * again, and the flow's writes are rolled back.
 */
export type Answered<D> = Step<D> | Refusal | null;

type Eventually<T> = T | Promise<T>;

export type StateOf<T, F, D> = {
  /**
   * The question. It may be called again at any time, so it only reads. It may return a step instead of a question: `{
   * to }` when there is nothing to choose, `{ end }` when there is nothing to show; `back` then skips this state.
   */
  ask(talk: T): Eventually<Prompt | Step<D> | Refusal>;
  /**
   * The repeated question after an answer that was not understood or refused; it can be shorter. Default: `ask` without
   * its picture.
   */
  again?(talk: T): Eventually<Prompt>;
  /** Shown with every question of the state, after the choices of `ask`. Labels: `<texts>.<state>.choices.<id>`. */
  choices?: readonly string[];
  answer(talk: T, input: ChatInputOf<F>): Eventually<Answered<D>>;
  /** Digits are an answer here ("how many?"), not the number of a choice; typed choices have letters instead. */
  takesNumbers?: true;
  /** `back` goes no further than this state. */
  noReturn?: true;
  timeoutMinutes?: number;
  /** Without it: sends `<texts>.<state>.timeout`, or the server's own text, and ends. */
  onTimeout?(talk: T): Eventually<Step<D>>;
};

type EntryOf<T, D> = {
  id: string;
  to: string;
  /** shown in the menu */
  menu?: boolean;
  /** `argument`: the argument of `entryId`, for buttons about one record */
  data?(talk: T, argument?: string): Eventually<D>;
  /**
   * Acts at once instead of asking, for buttons in messages that no question sent ("approve"). `{ stay }` and a refusal
   * are sent, and the person's current question stays; `{ to }` leads into the flow; null asks the question of `to`.
   */
  act?(talk: T, argument?: string): Eventually<Answered<D>>;
};

export type FlowOf<T, F, D> = {
  /** `<module>.<what>`, e.g. `raffle.buy` */
  name: string;
  /** prefix of its texts, e.g. `chat.raffle` */
  texts: string;
  initial(): D;
  states: Record<string, StateOf<T, F, D>>;
  /**
   * Entries, from anywhere: label `<texts>.entries.<id>.label`, words `<texts>.entries.<id>.words` ("raffles,
   * lottery").
   */
  entries: EntryOf<T, D>[];
  /** The choices of this flow in this person's menu, instead of the entries marked `menu`: ids of `entryId` or `GO`. */
  menu?(talk: T): Eventually<Choice[]>;
  /** A deep link's payload; null when it is not for this flow. */
  start?(talk: T, payload: string): Eventually<Step<D> | null>;
  /** Gets messages while no question is open, e.g. a late receipt; null when it is not for this flow. */
  unasked?(talk: T, input: ChatInputOf<F>): Eventually<Answered<D>>;
  /** Called when the person cancels; null sends the server's own text and shows the menu. */
  cancel?(talk: T): Eventually<Answered<D>>;
};

/** The engine's view: it passes data from call to call without its type. */
// biome-ignore lint/suspicious/noExplicitAny: each flow has data of its own
export type AnyFlowOf<T, F> = FlowOf<T, F, any>;
