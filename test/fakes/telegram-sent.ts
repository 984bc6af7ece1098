export type SentButton = { text: string; callback_data: string };

/** A bot's message that arrived, as the person's app shows it. */
export type SentMessage = {
  token: string;
  method: 'sendMessage' | 'sendPhoto' | 'sendDocument';
  message_id: number;
  chat: number;
  /** text or caption */
  text: string;
  entities: { type: string; offset: number; length: number }[];
  keyboard: SentButton[][];
  file?: { name: string; bytes: Buffer };
  /** the topic of the chat */
  thread?: number;
  at: number;
};

export type Update = { update_id: number } & Record<string, unknown>;
