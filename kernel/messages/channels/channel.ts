/** What the dispatcher asks of a way to reach people. E-mail is one; a chat adapter implements the same two types. */
import type { Ctx } from '../../ctx/index.ts';
import type { RenderedMessage } from '../define.ts';
import type { SmtpTold } from './smtp-told.ts';

export type Outbound = RenderedMessage & {
  /**
   * the message's id: what the channel marks it with must follow from this alone, so that a repetition can be
   * recognized
   */
  id: string;
  to: string;
  from: Sender;
  language: string;
};

/** How the sender shows: e-mail uses all of it, a chat's bot has a name of its own. */
export type Sender = { name: string; address?: string | undefined; replyTo?: string | undefined };

export type Outcome =
  | { state: 'sent'; providerId: string | null }
  /**
   * Surely not delivered. `channelDown`: nobody was reached to say so (no connection, no sign-in), so the fault isn't
   * this message's and every other one would meet it too.
   */
  | {
      state: 'failed';
      retryable: boolean;
      error: string;
      /** for whoever tries a mail server: what stands behind it, and the server's own words */
      told?: SmtpTold;
      channelDown?: boolean;
      /** The channel asked to wait this long. It doesn't count as an attempt: the message is as good as before. */
      retryAfterMs?: number;
      /** The channel refuses because the recipient asked it to. */
      optedOut?: true;
      /** who has to wait; default `recipient` */
      pauses?: 'recipient' | 'account';
    }
  /** Not now, but when the person has written: kept back with a reason, e.g. `window_closed`. */
  | { state: 'held'; reason: string }
  /** Handed over, but the answer was lost: it may have been delivered. Never repeated by itself. */
  | { state: 'unknown'; error: string };

export type Channel = {
  name: string;
  /** Never throws: what goes wrong is an outcome. */
  send(message: Outbound): Promise<Outcome>;
  /** Lets what is under way finish; with `force` ends it too, and its outcome tells. */
  close(options?: { force?: boolean }): void;
};

export type ChannelAccount = {
  /** names the account: organizations with the same key share one connection and one back-off */
  key: string;
  /** messages in its hands at once */
  concurrency: number;
  /** this organization's, over an account that others may share */
  from: Sender;
  /** At most so many a second through the account, and so many milliseconds between two to one recipient. */
  pace?: { perSecond?: number; perRecipientMs?: number };
  open(): Channel;
};

export type ChannelKind = {
  name: string;
  /**
   * The account through which this organization sends a message (such as this), or null when none is set up: then
   * messages are kept.
   */
  accountOf(ctx: Ctx, message?: { confidential?: true }): Promise<ChannelAccount | null>;
};
