/**
 * The shapes of a flow. What a flow is handed (`Talk`, with its ctx) and what a stored file is belong to the server, so
 * here they are parameters: the engine passes them through and never looks inside.
 */
import type { Refusal } from '../../lib/result.ts';

/**
 * Something to tap. `id` is the flow's own, for its `answer`: letters, digits and `_ - . :`. An id that `entryId` or
 * `choiceId` made, or one of `GO`, leads there from wherever it is shown.
 */
export type Choice = { id: string; label: string; description?: string };

/** One thing that the server says. */
export type Prompt = {
  text: string;
  /** As many as you like: what a channel can't show at once is paged. */
  choices?: Choice[];
  /** id of a stored file */
  image?: string;
  document?: { fileId: string; name: string };
};

/** What the person did, as a channel tells it. `F`: a stored file. */
export type SaidOf<F> =
  | { kind: 'text'; text: string }
  /** `id` of a choice: to a flow its own id, from a channel the wire's */
  | { kind: 'choice'; id: string; text: string }
  /** `file` is null when it couldn't be had; `fault` is then the refusal's code, and no flow hears of it */
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

/** What a flow does about an answer. `data` left out stays as it is. */
export type Step<D> =
  /**
   * says `say`, then asks the question of another state; `back` returns to this one with the data it had. `language`:
   * from now on in this one
   */
  | { to: string; data?: D; say?: Prompt[]; language?: string }
  /** says `say` and stays; `askAgain` asks its question once more behind it */
  | { stay: true; data?: D; say: Prompt[]; askAgain?: boolean }
  /** done: says `say`, or shows the menu when there is nothing to say */
  | { end: true; say?: Prompt[] };

/**
 * `null`: not understood; the person gets the state's help and the question again. A refusal: its text, the question
 * again, and whatever the flow wrote before it is undone.
 */
export type Answered<D> = Step<D> | Refusal | null;

type Eventually<T> = T | Promise<T>;

export type StateOf<T, F, D> = {
  /**
   * The question. May be asked again at any time, so it only reads. A step instead leads on without asking: `{ to }`
   * when there is nothing to choose, `{ end }` when there is nothing to show; `back` then passes this state over.
   */
  ask(talk: T): Eventually<Prompt | Step<D> | Refusal>;
  /**
   * The question asked again, because the answer was not understood or could not be: shorter, what it is about has just
   * been said. Default: `ask` without its picture.
   */
  again?(talk: T): Eventually<Prompt>;
  /**
   * Shown with every question of the state, behind the choices that `ask` gives. Labels:
   * `<texts>.<state>.choices.<id>`.
   */
  choices?: readonly string[];
  answer(talk: T, said: SaidOf<F>): Eventually<Answered<D>>;
  /**
   * Digits are an answer here ("how many?"), never the place of a choice in the list; where choices are typed they have
   * letters.
   */
  takesNumbers?: true;
  /** What lies behind is done with: `back` leads no further than here. */
  noReturn?: true;
  timeoutMinutes?: number;
  /** Absent: says `<texts>.<state>.timeout`, or the server's own words, and ends. */
  onTimeout?(talk: T): Eventually<Step<D>>;
};

export type EntryOf<T, D> = {
  id: string;
  to: string;
  /** shown in the menu */
  menu?: boolean;
  /** `argument`: what `entryId` was given, for buttons that are about one thing */
  data?(talk: T, argument?: string): Eventually<D>;
  /**
   * Does something at once instead of asking, for buttons in messages that came by themselves ("approve"). `{ stay }`
   * and a refusal are said, and whatever the person was at goes on; `{ to }` leads into the flow; null asks the
   * question of `to` after all.
   */
  act?(talk: T, argument?: string): Eventually<Answered<D>>;
};

export type FlowOf<T, F, D> = {
  /** `<module>.<what>`, e.g. `raffle.buy` */
  name: string;
  /** where its texts begin, e.g. `chat.raffle` */
  texts: string;
  initial(): D;
  states: Record<string, StateOf<T, F, D>>;
  /**
   * Ways in, from anywhere: label `<texts>.entries.<id>.label`, words that lead there `<texts>.entries.<id>.words`
   * ("raffles, lottery").
   */
  entries: EntryOf<T, D>[];
  /**
   * What the menu shows of this flow to this person, instead of the entries marked `menu`: ids of `entryId`, or of
   * `GO`.
   */
  menu?(talk: T): Eventually<Choice[]>;
  /** A deep link's payload; null when it is not for this flow. */
  start?(talk: T, payload: string): Eventually<Step<D> | null>;
  /** Something came while no question was open, e.g. a receipt sent late; null when it is not for this flow. */
  unasked?(talk: T, said: SaidOf<F>): Eventually<Answered<D>>;
  /** The person cancels in the middle; null says the server's own words and shows the menu. */
  cancel?(talk: T): Eventually<Answered<D>>;
};

/** The engine's view: it carries data from call to call without knowing it. */
// biome-ignore lint/suspicious/noExplicitAny: each flow has data of its own
export type AnyFlowOf<T, F> = FlowOf<T, F, any>;
