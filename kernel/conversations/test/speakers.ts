/** A person's acts in the format of each channel: the payload that its webhook stores. */
import type { RawEvent } from '../../inbox/index.ts';
import { newId } from '../../lib/ids.ts';

export type Spoken =
  | { kind: 'text'; text: string }
  | { kind: 'tap'; id: string; label: string }
  | { kind: 'file'; file: 'photo' | 'document'; name: string; caption: string }
  | { kind: 'other'; what: string }
  | { kind: 'start'; payload: string };

export type Person = { address: string; name: string; language: string };

export type Speaker = {
  /** our account that they write to */
  account: string;
  address(): string;
  speak(person: Person, spoken: Spoken, at: Date): RawEvent;
};

let count = 1000;
const next = () => count++;
const event = (providerId: string, person: Person, payload: unknown): RawEvent => ({
  providerId,
  address: person.address,
  kind: 'message',
  payload,
});

const web: Speaker = {
  account: 'web',
  address: () => newId(),
  speak(person, spoken, at) {
    const nonce = newId();
    const file = spoken.kind === 'file' && { upload_id: newId(), name: spoken.name, text: spoken.caption || undefined };
    const payload = {
      nonce,
      visitor: person.address,
      at: at.toISOString(),
      language: person.language,
      ...(spoken.kind === 'text' && { text: spoken.text }),
      ...(spoken.kind === 'other' && { text: `(${spoken.what})` }),
      ...(spoken.kind === 'tap' && { choice_id: spoken.id, text: spoken.label }),
      ...(spoken.kind === 'start' && { start: spoken.payload }),
      ...file,
    };
    return event(`${person.address}:${nonce}`, person, payload);
  },
};

const telegram: Speaker = {
  account: '700000001',
  address: () => String(6_000_000_000 + next()),
  speak(person, spoken, at) {
    const update_id = next();
    const id = Number(person.address);
    const from = { id, is_bot: false, first_name: person.name, language_code: person.language };
    const message = {
      message_id: next(),
      date: Math.floor(at.getTime() / 1000),
      chat: { id, type: 'private', first_name: person.name },
      from,
    };
    const update =
      spoken.kind === 'tap'
        ? { callback_query: { id: String(update_id), from, message, chat_instance: '1', data: spoken.id } }
        : { message: { ...message, ...telegramContent(spoken) } };
    return event(`update:${update_id}`, person, { update_id, received_at: at.toISOString(), ...update });
  },
};

function telegramContent(spoken: Exclude<Spoken, { kind: 'tap' }>): object {
  switch (spoken.kind) {
    case 'text':
      return { text: spoken.text };
    case 'start':
      return { text: `/start ${spoken.payload}` };
    case 'other':
      return { [spoken.what]: { file_id: 'x', file_unique_id: 'x' } };
    case 'file': {
      const caption = spoken.caption && { caption: spoken.caption };
      if (spoken.file === 'photo')
        return {
          photo: [{ file_id: spoken.name, file_unique_id: 'p', width: 90, height: 60, file_size: 900 }],
          ...caption,
        };
      return { document: { file_id: spoken.name, file_unique_id: 'd', file_name: spoken.name }, ...caption };
    }
  }
}

const sms: Speaker = {
  account: '+12025550100',
  address: () => `+1202556${String(next()).padStart(4, '0')}`,
  speak(person, spoken, at) {
    const MessageSid = `SM${newId().replaceAll('-', '')}`;
    const form: Record<string, string> = { MessageSid, From: person.address, To: sms.account, NumMedia: '0', Body: '' };
    if (spoken.kind === 'tap') throw new Error('an SMS has no buttons: write the number');
    if (spoken.kind === 'text') form.Body = spoken.text;
    if (spoken.kind === 'start') form.Body = `start ${spoken.payload}`;
    if (spoken.kind === 'file') {
      const MediaContentType0 = spoken.file === 'photo' ? 'image/jpeg' : 'application/pdf';
      Object.assign(form, { NumMedia: '1', MediaUrl0: spoken.name, MediaContentType0, Body: spoken.caption });
    }
    if (spoken.kind === 'other') Object.assign(form, { NumMedia: '1', MediaUrl0: 'x', MediaContentType0: 'audio/ogg' });
    return event(MessageSid, person, { form, received_at: at.toISOString() });
  },
};

const whatsapp: Speaker = {
  account: '106540352242922',
  address: () => `IN.${next()}1208655302741918`,
  speak(person, spoken, at) {
    const id = `wamid.${newId()}`;
    const from = { from: '919812345678', from_user_id: person.address };
    const contact = { wa_id: from.from, user_id: person.address, profile: { name: person.name } };
    const message = { id, ...from, timestamp: String(Math.floor(at.getTime() / 1000)), ...whatsappContent(spoken) };
    return event(id, person, { message, contact });
  },
};

function whatsappContent(spoken: Spoken): object {
  switch (spoken.kind) {
    case 'text':
      return { type: 'text', text: { body: spoken.text } };
    case 'start':
      return { type: 'text', text: { body: `start ${spoken.payload}` } };
    case 'tap': {
      const button_reply = { id: spoken.id, title: spoken.label };
      return { type: 'interactive', interactive: { type: 'button_reply', button_reply } };
    }
    case 'other':
      return { type: spoken.what };
    case 'file': {
      const caption = spoken.caption && { caption: spoken.caption };
      if (spoken.file === 'photo') return { type: 'image', image: { id: spoken.name, ...caption } };
      return { type: 'document', document: { id: spoken.name, filename: spoken.name, ...caption } };
    }
  }
}

export const speakers: Record<string, Speaker> = { web, telegram, sms, whatsapp };
