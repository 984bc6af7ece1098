import type { Ctx } from '../ctx/index.ts';
import type { Due } from './store.ts';

/**
 * `taken`: somebody else has it, or it is done. `early`: what it speaks of is not known yet, so it is looked at again
 * soon.
 */
export type Worked = 'done' | 'taken' | 'early';

/** Who understands the events of one sort: a channel, a payment provider. */
export type InboxSource = {
  /**
   * Slow work outside any transaction, such as fetching a picture; undefined when there is none. Answers the event that
   * `work` gets, or null when another process is at it.
   */
  prepare?(ctx: Ctx, event: Due): Promise<Due | null> | undefined;
  /**
   * All that the event does, in one transaction with its mark (`takeEvent`). After a throw nothing of it stays, and it
   * is tried again. `ctx` is the organization's, outside any transaction.
   */
  work(ctx: Ctx, event: Due): Promise<Worked>;
  /**
   * After the last attempt: takes the event and marks it (`markFailed`), in one transaction with whatever is to be
   * told.
   */
  giveUp?(ctx: Ctx, event: Due, error: string): Promise<void>;
};

export type Processor = {
  /** Something came in: look soon. Cheap, and may be called thousands of times a second. */
  poke(): void;
  /** Works until nothing is due and nothing is under way. For tests and the command line. */
  drain(): Promise<void>;
  /** Addresses whose events are being worked off. */
  active(): number;
  /** Takes nothing new and lets what is under way finish. */
  stop(): Promise<void>;
};

export type InboxService = {
  /** by the events' `source`; filled by the packages that receive */
  sources: Map<string, InboxSource>;
  /** absent in a process that only answers requests */
  processor: Processor | undefined;
  /** Wakes the processor, where there is one. */
  poke(): void;
};

declare module '../ctx/index.ts' {
  interface Services {
    /** set by the package's start; a ctx made before that has none */
    inbox?: InboxService;
  }
}
