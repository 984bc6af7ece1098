/** Templates: how a module turns its parameters into something to send. */
import type { Ctx } from '../ctx/index.ts';

export type MessageAttachment = {
  filename: string;
  contentType: string;
  content: Uint8Array;
  /** set when the HTML shows it: `<img src="cid:…">` */
  cid?: string;
};

/** A choice under a question in a chat. */
export type ChatChoice = {
  /** what comes back when it is tapped, at most 64 bytes (Telegram's callback_data) */
  id: string;
  label: string;
  description?: string;
};

/** A file of a chat, its bytes at hand. */
export type ChatFile = { name: string; contentType: string; bytes: Uint8Array };

/**
 * What a chat adapter puts on the wire. `text` is the caption when there is a picture or document; there may be neither
 * text nor choices.
 */
export type RenderedChat = {
  text: string;
  choices?: ChatChoice[];
  /** label of the button that opens a list, where a channel has such lists */
  listButton?: string;
  image?: ChatFile;
  document?: ChatFile;
  /**
   * an approved template instead of all that: its name and language at the channel, and the values of its places in
   * order
   */
  template?: { name: string; language: string; values: string[] };
};

/** Ready to go. A channel that knows no HTML or subject sends `text`, a chat adapter `chat`. */
export type RenderedMessage = {
  subject: string;
  text: string;
  html?: string;
  attachments?: MessageAttachment[];
  chat?: RenderedChat;
  /** What goes out when the channel refuses `chat` because the person hasn't written for too long. */
  instead?: RenderedChat;
  /**
   * It may not go out now: it is held with this reason until somebody lets it go (`releaseHeld`), e.g. `window_closed`.
   */
  hold?: string;
};

export type MessageDefinition<P extends object = Record<string, unknown>> = {
  /** `<module>.<what>`, e.g. `exhibition.welcome`; its texts are `messages.<name>.*` */
  name: string;
  /**
   * It carries a link or code that lets its reader act as its recipient. Then the outbox keeps the subject only, and
   * the console doesn't show the rest to anyone: an administrator must not be able to sign in as an owner. For the same
   * reason it leaves through the environment's server where there is one, and not through one that the organization
   * chose (`reachesRecipientOnly`).
   */
  confidential?: true;
  /**
   * Days after which it says nothing true any more, such as a link that has expired: mail kept for longer is not sent
   * then.
   */
  goodForDays?: number;
  /**
   * Called when the message goes out, not when it is queued: `ctx` is the organization's, `ctx.locale` the message's
   * language. It is called again for each attempt and for the console's preview, so it only reads. What it throws puts
   * the message off.
   */
  render(ctx: Ctx, params: P): RenderedMessage | Promise<RenderedMessage>;
};

/** Declares a template; list it in the manifest's `messages`. `params` must survive JSON. */
export function defineMessage<P extends object>(definition: MessageDefinition<P>): MessageDefinition<P> {
  if (!/^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$/.test(definition.name))
    throw new Error(`message name ${definition.name}: expected module.what`);
  return definition;
}
