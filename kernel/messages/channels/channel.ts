/**
 * The interface between the dispatcher and a channel. E-mail is one channel; a chat adapter implements the same two
 * types.
 */
import type { Ctx } from '../../ctx/index.ts';
import type { RenderedMessage } from '../define.ts';
import type { SmtpFailure } from './smtp-failure.ts';

export type Outbound = RenderedMessage & {
  /** the message's id; the channel's mark on the message depends only on it, so that a repetition can be recognized */
  id: string;
  to: string;
  from: Sender;
  language: string;
};

/** The sender that the recipient sees: e-mail uses all fields; a chat bot has its own name. */
export type Sender = { name: string; address?: string | undefined; replyTo?: string | undefined };

export type Outcome =
  | { state: 'sent'; providerId: string | null }
  /**
   * Certainly not delivered. `channelDown`: the server was not reached or refused the sign-in, so the fault is the
   * account's and every other message would fail too.
   */
  | {
      state: 'failed';
      retryable: boolean;
      error: string;
      /** for people who set up a mail server: the reason of the failure, and the server's own words */
      failure?: SmtpFailure;
      channelDown?: boolean;
      /** The channel asked to wait this long. It doesn't count as an attempt, since the message is not at fault. */
      retryAfterMs?: number;
      /** The channel refuses because the recipient opted out there. */
      optedOut?: true;
      /** which one has to wait; default `recipient` */
      pauses?: 'recipient' | 'account';
    }
  /** Can't be sent until the person writes: held with a reason, e.g. `window_closed`. */
  | { state: 'held'; reason: string }
  /** Sent, but the answer was lost: it may have been delivered. Never repeated automatically. */
  | { state: 'unknown'; error: string };

export type Channel = {
  name: string;
  /** Never throws: every failure is an outcome. */
  send(message: Outbound): Promise<Outcome>;
  /** Connects and signs in, and sends nothing. Throws what the server said. */
  verify?(): Promise<void>;
  /** Lets running sends finish; with `force` it ends them, and their outcome says so. */
  close(options?: { force?: boolean }): void;
};

export type ChannelAccount = {
  /** identifies the account: organizations with the same key share its connections and its pauses after failures */
  key: string;
  /** parallel sends */
  concurrency: number;
  /** this organization's sender; other organizations may share the account */
  from: Sender;
  /** The maximum rate of the account per second, and the milliseconds between two messages to one recipient. */
  pace?: { perSecond?: number; perRecipientMs?: number };
  open(): Channel;
};

export type ChannelKind = {
  name: string;
  /**
   * The account through which this organization sends a message like this one, or null when none is set up: then
   * messages are kept.
   */
  accountOf(ctx: Ctx, message?: { confidential?: true }): Promise<ChannelAccount | null>;
};
