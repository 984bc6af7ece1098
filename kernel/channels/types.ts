/** The types between the channels and the server. Nothing here depends on a protocol or interprets messages. */
import type { Ctx } from '../ctx/index.ts';
import type { StoredFile } from '../files/index.ts';
import type { Result } from '../lib/result.ts';
import type { ChannelKind, ChatChoice } from '../messages/index.ts';
import type { Picture } from './queries/pictures-together.ts';

export type { ChatChoice, ChatFile, RenderedChat } from '../messages/index.ts';

/** The name of an adapter in a manifest's `chatAdapters`: `whatsapp`, `telegram`, `web`, `sms`, or a module's. */
export type ChannelName = string;

/** A picture or document that somebody sent, before it was fetched. */
export type InboundMedia = {
  /** text: a long text that a service sends as a file */
  kind: 'image' | 'document' | 'text' | 'other';
  /** what the adapter needs to fetch it; survives JSON */
  ref: unknown;
  name?: string;
  contentType?: string;
  /** as the channel reports it */
  sizeBytes?: number;
};

/** What an adapter reads from one raw event. */
export type Inbound = InboundMessage | InboundStatus | InboundBlock | InboundMove;

export type InboundMessage = {
  kind: 'message';
  /** the channel's own id of the message */
  providerId: string;
  /** the channel's own id of the person */
  address: string;
  /** the person's earlier id at the channel; a conversation with that address is continued under the new one */
  formerAddress?: string;
  at: Date;
  /** the topic in which it was written, on channels whose chats have some; answers go there */
  thread?: string;
  displayName?: string;
  /** in any usual format */
  phone?: string;
  /** BCP 47, e.g. Telegram's language_code */
  languageHint?: string;
  text?: string;
  /** id of a tapped button or row; `text` is then its label */
  choiceId?: string;
  media?: InboundMedia;
  caption?: string;
  /** another kind of message: `sticker`, `voice`, `location` …; `edit` and `deleted`: of an earlier message */
  other?: string;
  /** payload of a deep link, e.g. what follows Telegram's /start */
  start?: string;
  /**
   * What limits count by where a person can have any number of addresses: the internet address of a web chat's visitor
   * (`addressKey`).
   */
  origin?: string;
  /** nobody can be answered there, such as a short code: the message is kept for staff */
  noAnswer?: boolean;
  /** consent that the channel itself reports */
  consent?: 'stop' | 'start';
};

export type InboundStatus = {
  kind: 'status';
  /** the channel's id of our message */
  providerId: string;
  /** our outbox's id of the message, if the channel sends it back: it finds messages whose answer was lost */
  messageId?: string;
  status: 'sent' | 'delivered' | 'read' | 'failed';
  at: Date;
  error?: string;
  /** failed because the person may not be written to now: the message is held */
  held?: string;
  /** the person has blocked us */
  blocked?: boolean;
  /** … by opting out at the channel, until they take it back */
  optedOut?: boolean;
  /** failed by a fault of our account: the message is sent again after this many milliseconds, and no other before */
  accountFaultMs?: number;
};

/** The person has blocked us until they write again: reported by the channel, not about one of our messages. */
type InboundBlock = {
  kind: 'block';
  providerId: string;
  address: string;
  at: Date;
  /** they opted out: until they take it back, not just until they write */
  optedOut?: boolean;
};

/** The channel says that a person has another address or number now. */
export type InboundMove = {
  kind: 'moved';
  providerId: string;
  /** the new one */
  address: string;
  /** those by which we may know them */
  former: string[];
  /** the new phone, in any usual format */
  phone?: string;
  at: Date;
};

/** A record, such as a payment, that a person is asked to decide about. */
export type Asked = { type: string; id: string };

/** The content of a chat message; each channel renders it within its limits. */
export type ChatContent = {
  /** plain text; `*bold*` is the only markup */
  text: string;
  choices?: ChatChoice[];
  /** shown above the text */
  image?: { fileId: string };
  document?: { fileId: string; name: string };
  /** label of the button that opens a list, where a channel has such lists */
  listButton?: string;
  /** the record that the choices decide about: `withdrawChoices` removes them once it is decided */
  asks?: Asked;
  /**
   * The kind of message (`payments.verified`): a channel that needs an approved template outside its window finds it by
   * this.
   */
  about?: string;
};

/** The limits of a channel. `buttons: 0`: choices are numbered text. Lengths in characters, `idBytes` in bytes. */
export type ChatLimits = {
  buttons: number;
  buttonLabel: number;
  /** rows of a list, used when there are more choices than buttons; 0: no lists */
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
   * Reads a raw event from `inbox_event.payload` alone; null when it concerns nobody. Pure: the same payload gives the
   * same result.
   */
  read(payload: unknown): Inbound | null;
  /**
   * Fetches a picture or document now, because links expire within minutes. Refusals (`channels.media_gone`,
   * `channels.media_too_large` …) are final and sent to the person; after a throw it is tried again. `account` is the
   * conversation's.
   */
  fetchMedia?(ctx: Ctx, account: string, media: InboundMedia): Promise<Result<{ bytes: Uint8Array; name: string }>>;
  /** The payload of a media of kind `text` with its text, which `read` then finds there. */
  withText?(payload: unknown, text: string): unknown;
  /** The bytes were counted against the day's limits when they arrived. */
  mediaIsCounted?: true;
  /**
   * Called in the transaction that stores the file, or the final reason why there is none: data kept for fetching can
   * be deleted.
   */
  mediaTaken?(tx: Ctx, media: InboundMedia): Promise<void>;
  /**
   * Removes the buttons of a sent message, by the channel's id; absent if the channel cannot. Throws to be tried again.
   */
  removeChoices?(ctx: Ctx, account: string, providerId: string): Promise<void>;
  /**
   * Who answers the words that stop and start our messages: the channel itself, and then we send nothing, or we, once.
   * Absent: nothing is sent in this channel.
   */
  consent?: 'channel' | 'ours';
  /**
   * Shows the person that their message was read and, with `typing`, that an answer follows. Runs beside the answer, is
   * never repeated, and may fail.
   */
  markRead?(ctx: Ctx, account: string, payload: unknown, typing: boolean): Promise<void>;
  /** How messages are sent; null: the channel sends none (the web chat's page reads the conversation itself). */
  kind: ChannelKind | null;
  /** How long after the person's last message free text may be sent, in hours; null: always. */
  windowHours: number | null;
  /** Outside the window: the channel's approved template for this kind of message, or null. */
  templateFor?(ctx: Ctx, about: string): Promise<{ name: string; language: string } | null>;
  /** name of the settings with which an organization sets the channel up */
  settings: string;
  /** path of the webhook, below PUBLIC_URL */
  webhook?: string;
  /**
   * Whether this organization has set the channel up, and with which account, for the console; never contains a secret.
   */
  describe(ctx: Ctx): Promise<ChannelAccountView>;
  /** Why the channel doesn't accept the organization's account, in English; null when it does. Changes nothing there. */
  probe?(ctx: Ctx): Promise<string | null>;
  /** The link with which people write to us, if known; `start` is sent by it, e.g. the start of a flow. */
  linkTo?(ctx: Ctx, account: ChannelAccountView, start?: string): string | null;
};

type ChannelAccountView = {
  ready: boolean;
  account: string | null;
  /** public name: a bot's name, a number */
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
  /** flow: the flow answers; staff: a member of staff took over */
  mode: 'flow' | 'staff';
  lastInboundAt: Date | null;
};

/** What a person sent. */
export type ChatInput =
  | { kind: 'text'; text: string }
  | { kind: 'choice'; id: string; text: string }
  | {
      kind: 'media';
      media: 'image' | 'document' | 'other';
      /** null when it was not accepted, see `fault` */
      file: StoredFile | null;
      /** refusal code; its text is `errors.<code>`, with the values of `limits` */
      fault?: string;
      limits?: Record<string, string | number>;
      caption: string;
    }
  | { kind: 'other'; what: string };

export type Turn = {
  conversation: Conversation;
  input: ChatInput;
  /** the stored conversation_message; `eventId`: the same event is the same message, however often it arrives */
  message: { id: string; eventId: string; origin?: string };
  /** payload of a deep link */
  start?: string;
  languageHint?: string;
};

/** Answers a turn, inside the transaction of its event. A throw rolls all of it back; the event is tried again. */
export type InboundHandler = (tx: Ctx, turn: Turn) => Promise<void>;

/** The service `conversations`, which the conversations package provides. */
interface ConversationsService {
  handle: InboundHandler;
  /**
   * Takes a picture that was sent together with the one of an earlier event, without an answer of its own; set by the
   * package that takes proofs. false: it is answered by itself after all.
   */
  alsoSent?(tx: Ctx, before: string, picture: Picture, conversationId: string): Promise<boolean>;
  /**
   * Whether this message returns a conversation to the flow that waits for staff and that nobody took: then `handle`
   * answers it.
   */
  returnsToFlow(ctx: Ctx, input: ChatInput): boolean;
  /** Repeats the current question, in the transaction that hands a conversation back to the flow; its row is locked. */
  resume(tx: Ctx, conversationId: string): Promise<void>;
  /**
   * The flow states of conversations, for the inbox, without those at the menu. `title` is in the language of `ctx`.
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
