/** A person's acts in the format of each channel: the payload that its webhook stores. */
import type { RawEvent } from '../../inbox/index.ts';
import { newId } from '../../lib/ids.ts';

export type PersonAct =
  | { kind: 'text'; text: string }
  | { kind: 'tap'; id: string; label: string }
  | { kind: 'file'; file: 'photo' | 'document'; name: string; caption: string }
  | { kind: 'other'; what: string }
  | { kind: 'start'; payload: string };

type Person = { address: string; name: string; language: string };

export type WebhookFormat = {
  /** our account that they write to */
  account: string;
  address(): string;
  toEvent(person: Person, act: PersonAct, at: Date): RawEvent;
};

let count = 1000;
const next = () => count++;
const event = (providerId: string, person: Person, payload: unknown): RawEvent => ({
  providerId,
  address: person.address,
  kind: 'message',
  payload,
});

const web: WebhookFormat = {
  account: 'web',
  address: () => newId(),
  toEvent(person, act, at) {
    const nonce = newId();
    const file = act.kind === 'file' && { upload_id: newId(), name: act.name, text: act.caption || undefined };
    const payload = {
      nonce,
      visitor: person.address,
      at: at.toISOString(),
      language: person.language,
      ...(act.kind === 'text' && { text: act.text }),
      ...(act.kind === 'other' && { text: `(${act.what})` }),
      ...(act.kind === 'tap' && { choice_id: act.id, text: act.label }),
      ...(act.kind === 'start' && { start: act.payload }),
      ...file,
    };
    return event(`${person.address}:${nonce}`, person, payload);
  },
};

const telegram: WebhookFormat = {
  account: '700000001',
  address: () => String(6_000_000_000 + next()),
  toEvent(person, act, at) {
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
      act.kind === 'tap'
        ? { callback_query: { id: String(update_id), from, message, chat_instance: '1', data: act.id } }
        : { message: { ...message, ...telegramContent(act) } };
    return event(`update:${update_id}`, person, { update_id, received_at: at.toISOString(), ...update });
  },
};

function telegramContent(act: Exclude<PersonAct, { kind: 'tap' }>): object {
  switch (act.kind) {
    case 'text':
      return { text: act.text };
    case 'start':
      return { text: `/start ${act.payload}` };
    case 'other':
      return { [act.what]: { file_id: 'x', file_unique_id: 'x' } };
    case 'file': {
      const caption = act.caption && { caption: act.caption };
      if (act.file === 'photo')
        return {
          photo: [{ file_id: act.name, file_unique_id: 'p', width: 90, height: 60, file_size: 900 }],
          ...caption,
        };
      return { document: { file_id: act.name, file_unique_id: 'd', file_name: act.name }, ...caption };
    }
  }
}

const sms: WebhookFormat = {
  account: '+12025550100',
  address: () => `+1202556${String(next()).padStart(4, '0')}`,
  toEvent(person, act, at) {
    const MessageSid = `SM${newId().replaceAll('-', '')}`;
    const form: Record<string, string> = { MessageSid, From: person.address, To: sms.account, NumMedia: '0', Body: '' };
    if (act.kind === 'tap') throw new Error('an SMS has no buttons: write the number');
    if (act.kind === 'text') form.Body = act.text;
    if (act.kind === 'start') form.Body = `start ${act.payload}`;
    if (act.kind === 'file') {
      const MediaContentType0 = act.file === 'photo' ? 'image/jpeg' : 'application/pdf';
      Object.assign(form, { NumMedia: '1', MediaUrl0: act.name, MediaContentType0, Body: act.caption });
    }
    if (act.kind === 'other') Object.assign(form, { NumMedia: '1', MediaUrl0: 'x', MediaContentType0: 'audio/ogg' });
    return event(MessageSid, person, { form, received_at: at.toISOString() });
  },
};

const whatsapp: WebhookFormat = {
  account: '106540352242922',
  address: () => `IN.${next()}1208655302741918`,
  toEvent(person, act, at) {
    const id = `wamid.${newId()}`;
    const from = { from: '919812345678', from_user_id: person.address };
    const contact = { wa_id: from.from, user_id: person.address, profile: { name: person.name } };
    const message = { id, ...from, timestamp: String(Math.floor(at.getTime() / 1000)), ...whatsappContent(act) };
    return event(id, person, { message, contact });
  },
};

function whatsappContent(act: PersonAct): object {
  switch (act.kind) {
    case 'text':
      return { type: 'text', text: { body: act.text } };
    case 'start':
      return { type: 'text', text: { body: `start ${act.payload}` } };
    case 'tap': {
      const button_reply = { id: act.id, title: act.label };
      return { type: 'interactive', interactive: { type: 'button_reply', button_reply } };
    }
    case 'other':
      return { type: act.what };
    case 'file': {
      const caption = act.caption && { caption: act.caption };
      if (act.file === 'photo') return { type: 'image', image: { id: act.name, ...caption } };
      return { type: 'document', document: { id: act.name, filename: act.name, ...caption } };
    }
  }
}

export const webhookFormats: Record<string, WebhookFormat> = { web, telegram, sms, whatsapp };
