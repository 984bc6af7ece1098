/** What passes between the channels and the server. Nothing here knows a wire, and nothing understands what is said. */
import type { Ctx } from '../ctx/index.ts';
import type { StoredFile } from '../files/index.ts';
import type { Result } from '../lib/result.ts';
import type { ChannelKind, ChatChoice } from '../messages/index.ts';

export type { ChatChoice, ChatFile, RenderedChat } from '../messages/index.ts';

/**
 * The name of an adapter that a manifest brings (`chatAdapters`): `whatsapp`, `telegram`, `web`, `sms`, or a module's.
 */
export type ChannelName = string;

/** A picture or document that somebody sent, before it was fetched. */
export type InboundMedia = {
  kind: 'image' | 'document' | 'other';
  /** what the adapter needs to fetch it; survives JSON */
  ref: unknown;
  name?: string;
  contentType?: string;
  /** as the channel tells it */
  sizeBytes?: number;
};

/** What an adapter makes of one raw event. */
export type Inbound = InboundMessage | InboundStatus | InboundBlock;

export type InboundMessage = {
  kind: 'message';
  /** the channel's own id of the message */
  providerId: string;
  /** the channel's own id of the person */
  address: string;
  /**
   * by what the same person was known before the channel told `address`; a conversation of that name is carried on
   * under the new one
   */
  formerAddress?: string;
  at: Date;
  displayName?: string;
  /** any usual writing */
  phone?: string;
  /** BCP 47, e.g. Telegram's language_code */
  languageHint?: string;
  text?: string;
  /** wire id of a tapped button or row; `text` is its label then */
  choiceId?: string;
  media?: InboundMedia;
  caption?: string;
  /** what else it is: `sticker`, `voice`, `location` … */
  other?: string;
  /** payload of a deep link, e.g. what follows Telegram's /start */
  start?: string;
  /**
   * What counts for limits where anybody can have as many addresses as they like: the internet address of a web chat's
   * visitor (`addressKey`).
   */
  origin?: string;
  /** the channel itself tells that they want nothing more from us, or do again */
  consent?: 'stop' | 'start';
};

export type InboundStatus = {
  kind: 'status';
  /** the id that the channel gave to the message we sent */
  providerId: string;
  /**
   * the message's own id in our outbox, where the channel sends back what we put on it: it finds messages whose answer
   * was lost
   */
  messageId?: string;
  status: 'sent' | 'delivered' | 'read' | 'failed';
  at: Date;
  error?: string;
  /** a failure because the person may not be written to now: the message is held */
  held?: string;
  /** the person refuses our messages */
  blocked?: boolean;
  /** … because they asked the channel for it: until they take it back */
  optedOut?: boolean;
  /**
   * a failure by a fault of our account: the message goes out after so many milliseconds, and nothing else meanwhile
   */
  accountFaultMs?: number;
};

/**
 * The person refuses our messages from now on, until they write again: told by the channel itself, not about a message
 * of ours.
 */
export type InboundBlock = {
  kind: 'block';
  providerId: string;
  address: string;
  at: Date;
  /** they asked for it: until they take it back, not just until they write */
  optedOut?: boolean;
};

/** A record, such as a payment, that somebody is asked to decide about. */
export type Asked = { type: string; id: string };

/** What is to be said in a chat; each channel renders it within its limits. */
export type ChatContent = {
  /** plain text; `*bold*` is the only markup */
  text: string;
  choices?: ChatChoice[];
  /** shown above the text */
  image?: { fileId: string };
  document?: { fileId: string; name: string };
  /** label of the button that opens a list, where a channel has such lists */
  listButton?: string;
  /** what the choices decide about: `withdrawChoices` takes them away once it is decided */
  asks?: Asked;
  /**
   * What kind of message it is (`payments.verified`): a channel that needs an approved template outside its window
   * finds it by this.
   */
  about?: string;
};

/** What a channel takes. `buttons: 0`: choices are numbered text. Lengths in characters, `idBytes` in bytes. */
export type ChatLimits = {
  buttons: number;
  buttonLabel: number;
  /** rows of a list, when there are more choices than buttons; 0: none */
  rows: number;
  rowLabel: number;
  rowDescription: number;
  idBytes: number;
  text: number;
};

export type ChatAdapter = {
  name: ChannelName;
  limits: ChatLimits;
  /**
   * What a raw event says, from `inbox_event.payload` alone; null for what concerns nobody. Pure: the same payload
   * gives the same answer.
   */
  read(payload: unknown): Inbound | null;
  /**
   * Fetches a picture or document now, since links live for minutes. Refusals (`channels.media_gone`,
   * `channels.media_too_large` …) are final and told to the person; a throw is tried again. `account` is the
   * conversation's.
   */
  fetchMedia?(ctx: Ctx, account: string, media: InboundMedia): Promise<Result<{ bytes: Uint8Array; name: string }>>;
  /** What it fetches was counted against the day's limits when it came in. */
  mediaIsCounted?: true;
  /**
   * In the transaction that notes the file, or the final reason why there is none: what was kept for fetching can go.
   */
  mediaTaken?(tx: Ctx, media: InboundMedia): Promise<void>;
  /**
   * Takes the buttons off a message that was sent, by the channel's id of it; absent where a channel can't. Throws to
   * be tried again.
   */
  removeChoices?(ctx: Ctx, account: string, providerId: string): Promise<void>;
  /**
   * Who answers the words by which people stop and start what we send: the channel itself, after which we say nothing,
   * or we, once. Absent: nothing is sent there.
   */
  consent?: 'channel' | 'ours';
  /**
   * Shows the person that their message was read, and with `typing` that an answer is on its way. Goes beside the
   * answer, is never repeated, and whatever becomes of it is nobody's concern.
   */
  markRead?(ctx: Ctx, account: string, payload: unknown, typing: boolean): Promise<void>;
  /** How messages leave; null: the channel has no wire of its own (web chat reads the conversation itself). */
  kind: ChannelKind | null;
  /** How long after the person's last message free text may be sent, in hours; null: always. */
  windowHours: number | null;
  /** Outside the window: the channel's approved template for this kind of message, or null. */
  templateFor?(ctx: Ctx, about: string): Promise<{ name: string; language: string } | null>;
  /** the settings by which an organization sets it up */
  settings: string;
  /** where the channel delivers, below PUBLIC_URL */
  webhook?: string;
  /** Whether this organization has set the channel up, and as whom, for the console; never a secret. */
  describe(ctx: Ctx): Promise<ChannelAccountView>;
  /**
   * The link by which people write to us here, as far as it can be known; `start` is said by it, e.g. what a flow
   * begins with.
   */
  linkTo?(ctx: Ctx, account: ChannelAccountView, start?: string): string | null;
};

export type ChannelAccountView = {
  ready: boolean;
  account: string | null;
  /** as people know it: a bot's name, a number */
  name?: string;
};

/** One person's address in one account of a channel. */
export type Conversation = {
  id: string;
  channel: ChannelName;
  account: string;
  address: string;
  personId: string;
  displayName: string | null;
  /** BCP 47 */
  language: string;
  /** flow: answered by the flow; staff: a person took over */
  mode: 'flow' | 'staff';
  lastInboundAt: Date | null;
};

/** What a person said. */
export type Said =
  | { kind: 'text'; text: string }
  | { kind: 'choice'; id: string; text: string }
  | {
      kind: 'media';
      media: 'image' | 'document' | 'other';
      /** null: it could not be taken, see `fault` */
      file: StoredFile | null;
      /** refusal code; its text is `errors.<code>`, with `limits` in its places */
      fault?: string;
      limits?: Record<string, string | number>;
      caption: string;
    }
  | { kind: 'other'; what: string };

export type Turn = {
  conversation: Conversation;
  said: Said;
  /** the conversation_message that holds it; `eventId`: the same event is the same message, however often it comes */
  message: { id: string; eventId: string; origin?: string };
  /** payload of a deep link */
  start?: string;
  languageHint?: string;
};

/** Answers a turn, inside the transaction of its event. A throw undoes all of it; the event is tried again. */
export type InboundHandler = (tx: Ctx, turn: Turn) => Promise<void>;

/** What the conversations package puts into the server as `conversations`. */
export interface ConversationsService {
  handle: InboundHandler;
  /**
   * Whether what a person says takes a conversation that waits for staff, and that nobody took, back to the flow: then
   * `handle` answers it.
   */
  returnsToFlow(ctx: Ctx, said: Said): boolean;
  /**
   * Asks the current question again, in the transaction that hands a conversation back to the flow; its row is locked.
   */
  resume(tx: Ctx, conversationId: string): Promise<void>;
  /**
   * Where conversations stand in their flows, for the inbox; those at the menu are left out. `title` is in the language
   * of `ctx`.
   */
  placesOf(ctx: Ctx, conversationIds: string[]): Promise<Map<string, { flow: string; state: string; title: string }>>;
}

declare module '../ctx/index.ts' {
  interface Services {
    /** absent in a server without flows: then messages only wait for staff */
    conversations?: ConversationsService;
  }
}
declare module '../module/index.ts' {
  interface Manifest {
    chatAdapters?: ChatAdapter[];
  }
}
