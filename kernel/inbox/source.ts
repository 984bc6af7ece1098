import type { Ctx } from '../ctx/index.ts';
import type { Due } from './store.ts';

/**
 * `taken`: another process holds it, or it is done. `early`: it refers to something not yet known, so it is looked at
 * again soon.
 */
export type Worked = 'done' | 'taken' | 'early';

/** Processes the events of one source: a channel, a payment provider. */
export type InboxSource = {
  /**
   * Slow work outside any transaction, such as fetching a picture; undefined when there is none. Returns the event for
   * `work`, or null when another process holds it.
   */
  prepare?(ctx: Ctx, event: Due): Promise<Due | null> | undefined;
  /**
   * The whole effect of the event, in one transaction with its mark (`takeEvent`). After a throw everything is rolled
   * back and the event is tried again. `ctx` is the organization's, outside any transaction.
   */
  work(ctx: Ctx, event: Due): Promise<Worked>;
  /**
   * After the last attempt: takes the event and marks it (`markFailed`), in one transaction with any message about it.
   */
  giveUp?(ctx: Ctx, event: Due, error: string): Promise<void>;
};

export type Processor = {
  /** An event arrived: look soon. Cheap, and may be called thousands of times a second. */
  wake(): void;
  /** Works until no event is due or in progress. For tests and the command line. */
  drain(): Promise<void>;
  /** The number of addresses whose events are in progress. */
  active(): number;
  /** Takes nothing new and lets the events in progress finish. */
  stop(): Promise<void>;
};

type InboxService = {
  /** by the events' `source`; filled by the packages that receive */
  sources: Map<string, InboxSource>;
  /** absent in a process that only answers requests */
  processor: Processor | undefined;
  /** Wakes the processor, where there is one. */
  wake(): void;
};

declare module '../ctx/index.ts' {
  interface Services {
    /** set when the package starts; a ctx made before that has none */
    inbox?: InboxService;
  }
}
