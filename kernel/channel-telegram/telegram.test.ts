/** Reading updates and rendering messages, without network and database. */
import { describe, expect, it } from 'vitest';
import { webhookUrl } from './keep-webhook.ts';
import { keyboardOf } from './keyboard.ts';
import { eventOf, readUpdate, refusalEvent } from './read-update.ts';
import { cut, partsOf } from './render.ts';

const from = { id: 6012345678, is_bot: false, first_name: 'Asha', last_name: 'Rao', language_code: 'hi' };
const chat = { id: 6012345678, type: 'private', first_name: 'Asha' };
const message = (content: object) => ({
  update_id: 7,
  message: { message_id: 1, date: 1_700_000_000, chat, from, ...content },
});
const read = (content: object) => readUpdate(message(content));

describe('an update', () => {
  it('is a message of one person, with Telegram’s data about them', () => {
    expect(read({ text: 'hello' })).toEqual({
      kind: 'message',
      providerId: 'update:7',
      address: '6012345678',
      displayName: 'Asha Rao',
      languageHint: 'hi',
      at: new Date('2023-11-14T22:13:20Z'),
      text: 'hello',
    });
  });

  it.each([
    ['/start', { text: 'start' }],
    ['/start raffle-7KQ2', { start: 'raffle-7KQ2' }],
    ['/menu', { text: 'menu' }],
    ['/menu@counterfoil_bot', { text: 'menu' }],
    ['/my_tickets', { text: 'my tickets' }],
    ['/random 5', { text: 'random 5' }],
    ['5/12/99', { text: '5/12/99' }],
    ['/ hello', { text: '/ hello' }],
  ])('reads "%s" as the words it stands for', (text, expected) => {
    expect(read({ text })).toMatchObject(expected);
  });

  it('contains the largest photo that a bot may download, and its caption', () => {
    const size = (file_id: string, width: number, file_size: number) => ({
      file_id,
      file_unique_id: file_id,
      width,
      height: width,
      file_size,
    });
    const photo = [size('small', 90, 900), size('large', 1280, 90_000), size('huge', 8000, 25_000_000)];
    expect(read({ photo, caption: 'paid' })).toMatchObject({
      media: { kind: 'image', ref: { file_id: 'large' }, sizeBytes: 90_000 },
      caption: 'paid',
    });
  });

  it('contains a document; a picture sent as a document is a picture', () => {
    const document = { file_id: 'd', file_unique_id: 'd', file_name: 'receipt.pdf', mime_type: 'application/pdf' };
    expect(read({ document })).toMatchObject({ media: { kind: 'document', name: 'receipt.pdf' } });
    expect(read({ document: { ...document, mime_type: 'image/png' } })).toMatchObject({ media: { kind: 'image' } });
    expect(read({ document, animation: { file_id: 'd' } })).toMatchObject({ other: 'animation' });
  });

  it('contains a phone only when the contact is the sender’s own', () => {
    const contact = { phone_number: '919845012345', first_name: 'Asha' };
    expect(read({ contact: { ...contact, user_id: from.id } })).toMatchObject({ phone: '+919845012345' });
    const other = read({ contact: { ...contact, user_id: 1 } });
    expect(other).toMatchObject({ other: 'contact' });
    expect(other).not.toHaveProperty('phone');
    expect(read({ contact })).toMatchObject({ other: 'contact' });
  });

  it('names other kinds of messages', () => {
    expect(read({ sticker: {} })).toMatchObject({ other: 'sticker' });
    expect(read({ voice: {} })).toMatchObject({ other: 'voice' });
    expect(read({ location: {} })).toMatchObject({ other: 'location' });
  });

  it('of a tap has the button’s id, its label, and the time of arrival', () => {
    const reply_markup = { inline_keyboard: [[{ text: 'Yes', callback_data: 'raffle.buy~yes' }]] };
    const shown = { message_id: 1, date: 1_700_000_000, chat, text: 'Sure?', reply_markup };
    const tap = { id: '1', from, chat_instance: '1', data: 'raffle.buy~yes', message: shown };
    const received_at = '2026-01-02T03:04:05.000Z';
    expect(readUpdate({ update_id: 8, callback_query: tap, received_at })).toMatchObject({
      choiceId: 'raffle.buy~yes',
      text: 'Yes',
      at: new Date(received_at),
    });
    // Old messages have no content.
    const old = { ...tap, message: { message_id: 1, date: 0, chat } };
    expect(readUpdate({ update_id: 8, callback_query: old, received_at })).toMatchObject({ choiceId: tap.data });
  });

  it('reports that somebody blocked the bot; a refusal by Telegram is stored as the same', () => {
    const bot = { id: 1, is_bot: true, first_name: 'Bot' };
    const change = (status: string) => ({
      update_id: 9,
      my_chat_member: { chat, from, date: 1_700_000_000, new_chat_member: { user: bot, status } },
    });
    expect(readUpdate(change('kicked'))).toMatchObject({ kind: 'block', address: '6012345678' });
    expect(readUpdate(change('member'))).toBeNull();
    const kept = refusalEvent('m1', '6012345678', new Date(0));
    expect(readUpdate(JSON.parse(JSON.stringify(kept.payload)))).toEqual({
      kind: 'block',
      providerId: kept.providerId,
      address: '6012345678',
      at: new Date(0),
    });
  });

  it.each([
    ['of a group', message({ text: 'hi', chat: { id: -100, type: 'supergroup', title: 'x' } })],
    ['of another bot', message({ text: 'hi', from: { ...from, is_bot: true } })],
    ['about a pinned message', message({ pinned_message: {} })],
    ['that moves a live location', { update_id: 7, edited_message: message({ location: {} }).message }],
    ['without an id', { message: message({ text: 'x' }).message }],
    ['that is nothing', null],
    ['that is text', 'update'],
  ])('%s is not ours', (_, update) => {
    expect(readUpdate(update)).toBeNull();
    if (update) expect(eventOf(update as never)).toBeNull();
  });
});

describe('buttons', () => {
  const row = (rows: { text: string }[][]) => rows.map((its) => its.map((button) => button.text));
  it('are in pairs when they are short', () => {
    const choices = ['Yes', 'No', 'Something rather long to read', 'Back', 'Cancel'].map((label) => ({
      id: label,
      label,
    }));
    expect(row(keyboardOf(choices))).toEqual([['Yes', 'No'], ['Something rather long to read'], ['Back', 'Cancel']]);
  });
  it('may contain 64 bytes, not 65, in any script', () => {
    expect(() => keyboardOf([{ id: 'ह'.repeat(21), label: 'x' }])).not.toThrow();
    expect(() => keyboardOf([{ id: 'ह'.repeat(22), label: 'x' }])).toThrow(/64 bytes/);
  });
});

describe('a message', () => {
  const file = (contentType: string, size = 10) => ({ name: 'ticket.png', contentType, bytes: new Uint8Array(size) });

  it('is one call; a picture or document has a caption', () => {
    expect(partsOf({ text: 'Pay *₹50* now' })).toEqual([
      { text: 'Pay ₹50 now', entities: [{ type: 'bold', offset: 4, length: 3 }] },
    ]);
    expect(partsOf({ text: 'Your ticket', image: file('image/png') })).toMatchObject([
      { text: 'Your ticket', photo: {} },
    ]);
    expect(partsOf({ text: 'Read', document: file('application/pdf') })).toMatchObject([
      { text: 'Read', document: {} },
    ]);
    expect(partsOf({ text: 'x', image: file('image/webp') })).toMatchObject([{ document: {} }]);
    expect(partsOf({ text: 'x', image: file('image/png', 11_000_000) })).toMatchObject([{ document: {} }]);
  });

  it('longer than a caption follows its picture, with the buttons under the last part', () => {
    const parts = partsOf({ text: 'word '.repeat(300), image: file('image/png'), choices: [{ id: 'a', label: 'A' }] });
    expect(parts).toHaveLength(2);
    expect(parts[0]).toMatchObject({ text: '', photo: {} });
    expect(parts[0]?.keyboard).toBeUndefined();
    expect(parts[1]?.keyboard).toEqual([[{ text: 'A', callback_data: 'a' }]]);
  });

  it('longer than Telegram allows is split between words, without loss', () => {
    const text = Array.from({ length: 2000 }, (_, n) => `w${n}`).join(' ');
    const pieces = cut(text, 4096);
    expect(pieces.every((piece) => piece.length <= 4096)).toBe(true);
    expect(pieces.join(' ')).toBe(text);
    expect(cut('🎟'.repeat(10), 5).join('')).toBe('🎟'.repeat(10));
    expect(cut('🎟'.repeat(10), 5).every((piece) => !/^[\udc00-\udfff]/.test(piece))).toBe(true);
  });

  it('makes only intended text bold', () => {
    const plain = (text: string) => partsOf({ text })[0];
    expect(plain('5*3*2 = 30')?.entities).toEqual([]);
    expect(plain('* a * b *')?.entities).toEqual([]);
    expect(plain('🎟 *menu* or *help*')).toEqual({
      text: '🎟 menu or help',
      entities: [
        { type: 'bold', offset: 3, length: 4 },
        { type: 'bold', offset: 11, length: 4 },
      ],
    });
  });

  it('contains descriptions that do not fit on buttons', () => {
    const choices = [{ id: 'a', label: 'Raffle', description: '₹50 a number' }];
    expect(partsOf({ text: 'Which?', choices })[0]?.text).toBe('Which?\n\nRaffle: ₹50 a number');
  });
});

describe('the webhook’s address', () => {
  it('gets our path when only the server is named', () => {
    expect(webhookUrl('https://fair.example')).toBe('https://fair.example/telegram/webhook');
    expect(webhookUrl('https://fair.example/bots/tg')).toBe('https://fair.example/bots/tg');
  });
});
