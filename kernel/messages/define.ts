/** Templates: functions by which a module turns parameters into a message. */
import type { Ctx } from '../ctx/index.ts';

export type MessageAttachment = {
  filename: string;
  contentType: string;
  content: Uint8Array;
  /** set when the HTML shows the image: `<img src="cid:…">` */
  cid?: string;
};

/** A choice under a question in a chat. */
export type ChatChoice = {
  /** what the channel returns when the person taps it, at most 64 bytes (Telegram's callback_data) */
  id: string;
  label: string;
  description?: string;
};

/** A file of a chat, with its bytes. */
export type ChatFile = { name: string; contentType: string; bytes: Uint8Array };

/**
 * What a chat adapter sends. `text` is the caption when there is a picture or document; both text and choices may be
 * absent.
 */
export type RenderedChat = {
  text: string;
  choices?: ChatChoice[];
  /** the topic of the chat, on channels whose chats have some */
  thread?: string;
  /** label of the button that opens a list, on channels with such lists */
  listButton?: string;
  image?: ChatFile;
  document?: ChatFile;
  /** an approved template instead of all that: its name and language at the channel, and its values in order */
  template?: { name: string; language: string; values: string[] };
};

/** Ready to send. A channel without HTML and subject sends `text`, a chat adapter `chat`. */
export type RenderedMessage = {
  subject: string;
  text: string;
  html?: string;
  attachments?: MessageAttachment[];
  chat?: RenderedChat;
  /** Sent when the channel refuses `chat` because the person hasn't written for too long. */
  instead?: RenderedChat;
  /**
   * It must not be sent now: it is held with this reason, e.g. `window_closed`, until it is released (`releaseHeld`).
   */
  hold?: string;
};

export type MessageDefinition<P extends object = Record<string, unknown>> = {
  /** `<module>.<what>`, e.g. `exhibition.welcome`; its texts are `messages.<name>.*` */
  name: string;
  /**
   * It contains a link or code that lets its reader act as its recipient. Then the outbox stores only the subject, and
   * the console shows the rest to nobody: an administrator must not be able to sign in as an owner. For the same reason
   * it is sent through the environment's server if there is one, not through the organization's
   * (`reachesRecipientOnly`).
   */
  confidential?: true;
  /** Days after which it is no longer true, such as a link that has expired: mail kept for longer is not sent. */
  goodForDays?: number;
  /**
   * Called when the message is sent, not when it is queued: `ctx` is the organization's, `ctx.locale` the message's
   * language. It is called again for each attempt and for the console's preview, so it must only read. A throw delays
   * the message.
   */
  render(ctx: Ctx, params: P): RenderedMessage | Promise<RenderedMessage>;
};

/** Declares a template; list it in the manifest's `messages`. `params` must be JSON. */
export function defineMessage<P extends object>(definition: MessageDefinition<P>): MessageDefinition<P> {
  if (!/^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$/.test(definition.name))
    throw new Error(`message name ${definition.name}: expected module.what`);
  return definition;
}
