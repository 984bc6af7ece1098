/** A person with Telegram on their phone. Each action is one update; `last` repeats it, as Telegram sometimes does. */
import type { SentMessage, Update } from './telegram-sent.ts';

type Extra = Record<string, unknown>;

export type PersonOptions = { id?: number; first_name?: string; language_code?: string; token?: string };

/** The part of Telegram that a phone uses. */
type Telegram = {
  token: string;
  sent: SentMessage[];
  blocked: Set<number>;
  files: Map<string, { path: string; bytes: Buffer; size: number }>;
  nextMessageId(): number;
  nextUpdateId(): number;
  /** its time, in seconds */
  seconds(): number;
  deliver(update: Update, token: string): Promise<number | undefined>;
};

export class TelegramPerson {
  readonly id: number;
  readonly #telegram: Telegram;
  readonly #token: string;
  readonly #from: { id: number; is_bot: false; first_name: string; language_code: string };
  /** the last update they caused */
  last: Update | undefined;

  constructor(telegram: Telegram, over: PersonOptions = {}) {
    this.#telegram = telegram;
    this.#token = over.token ?? telegram.token;
    // Ids of people are larger than 32 bits by now.
    this.id = over.id ?? 6_000_000_000 + Math.floor(Math.random() * 900_000_000);
    const { first_name = 'Asha', language_code = 'en' } = over;
    this.#from = { id: this.id, is_bot: false, first_name, language_code };
  }

  get chat() {
    return { id: this.id, type: 'private', first_name: this.#from.first_name };
  }

  writes(text: string): Promise<number | undefined> {
    return this.#message({ text });
  }

  /** A photo in two sizes, as Telegram makes them. */
  sendsPhoto(
    bytes: Uint8Array,
    { caption, size }: { caption?: string; size?: number } = {},
  ): Promise<number | undefined> {
    const file_id = this.#upload(bytes, 'photos/file_1.jpg', size);
    const thumb = this.#upload(bytes.subarray(0, 100), 'photos/thumb_1.jpg');
    const photo = [
      { file_id: thumb, file_unique_id: thumb, width: 90, height: 60, file_size: 100 },
      { file_id, file_unique_id: file_id, width: 1280, height: 960, file_size: size ?? bytes.byteLength },
    ];
    return this.#message({ photo, ...(caption && { caption }) });
  }

  sendsDocument(
    bytes: Uint8Array,
    {
      name = 'receipt.pdf',
      type = 'application/pdf',
      caption,
      size,
    }: { name?: string; type?: string; caption?: string; size?: number } = {},
  ): Promise<number | undefined> {
    const file_id = this.#upload(bytes, `documents/${name}`, size);
    const document = {
      file_id,
      file_unique_id: file_id,
      file_name: name,
      mime_type: type,
      file_size: size ?? bytes.byteLength,
    };
    return this.#message({ document, ...(caption && { caption }) });
  }

  sharesContact(phone_number: string, user_id = this.id): Promise<number | undefined> {
    return this.#message({ contact: { phone_number, first_name: this.#from.first_name, user_id } });
  }

  sendsSticker(): Promise<number | undefined> {
    const sticker = {
      file_id: 's1',
      file_unique_id: 's1',
      type: 'regular',
      width: 512,
      height: 512,
      is_animated: false,
      is_video: false,
    };
    return this.#message({ sticker });
  }

  /** Taps the newest button with this label. */
  taps(label: string): Promise<number | undefined> {
    const message = this.received.findLast((it) => it.keyboard.flat().some((button) => button.text === label));
    const button = message?.keyboard.flat().find((it) => it.text === label);
    if (!message || !button)
      throw new Error(`no button "${label}" in: ${this.received.map((it) => it.text).join(' | ')}`);
    return this.tapsData(button.callback_data, message);
  }

  tapsData(data: string, message: SentMessage | undefined = this.received.at(-1)): Promise<number | undefined> {
    const shown = {
      message_id: message?.message_id ?? 1,
      date: this.#telegram.seconds() - 60,
      chat: this.chat,
      text: message?.text ?? '',
      reply_markup: { inline_keyboard: message?.keyboard ?? [] },
      ...(message?.thread !== undefined && { message_thread_id: message.thread, is_topic_message: true }),
    };
    const callback_query = {
      id: `${Date.now()}${Math.random()}`,
      from: this.#from,
      chat_instance: '1',
      data,
      message: shown,
    };
    return this.#does({ callback_query });
  }

  blocks(): Promise<number | undefined> {
    this.#telegram.blocked.add(this.id);
    return this.#does({ my_chat_member: this.#membership('member', 'kicked') });
  }

  unblocks(): Promise<number | undefined> {
    this.#telegram.blocked.delete(this.id);
    return this.#does({ my_chat_member: this.#membership('kicked', 'member') });
  }

  /** In a topic of their chat with the bot. */
  writesInTopic(text: string, message_thread_id: number): Promise<number | undefined> {
    return this.#message({ text, message_thread_id, is_topic_message: true });
  }

  writesInGroup(text: string): Promise<number | undefined> {
    return this.#message({ text, chat: { id: -100123, type: 'supergroup', title: 'Neighbours' } });
  }

  /** The bot's messages to them, oldest first. */
  get received(): SentMessage[] {
    return this.#telegram.sent.filter((message) => message.chat === this.id);
  }

  /** The same update once more. */
  repeats(): Promise<number | undefined> {
    if (!this.last) throw new Error('nothing to repeat');
    return this.#telegram.deliver(this.last, this.#token);
  }

  /** An update that isn't delivered yet, for delivery by hand. */
  holds(content: Extra): Update {
    return { update_id: this.#telegram.nextUpdateId(), message: this.#content(content) };
  }

  #content(content: Extra): Extra {
    return {
      message_id: this.#telegram.nextMessageId(),
      from: this.#from,
      chat: this.chat,
      date: this.#telegram.seconds(),
      ...content,
    };
  }

  #message(content: Extra): Promise<number | undefined> {
    return this.#does({ message: this.#content(content) });
  }

  #does(what: Extra): Promise<number | undefined> {
    this.last = { update_id: this.#telegram.nextUpdateId(), ...what };
    return this.#telegram.deliver(this.last, this.#token);
  }

  #membership(before: string, after: string): Extra {
    const bot = { id: Number(this.#token.split(':')[0]), is_bot: true, first_name: 'Counterfoil' };
    const old_chat_member = { user: bot, status: before };
    const new_chat_member = { user: bot, status: after };
    return { chat: this.chat, from: this.#from, date: this.#telegram.seconds(), old_chat_member, new_chat_member };
  }

  #upload(bytes: Uint8Array, path: string, size = bytes.byteLength): string {
    const id = `file-${this.#telegram.files.size + 1}`;
    this.#telegram.files.set(id, { path: `${id}/${path}`, bytes: Buffer.from(bytes), size });
    return id;
  }
}
