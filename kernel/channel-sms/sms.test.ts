import { describe, expect, it } from 'vitest';
import { eventsOf, readForm } from './read-event.ts';
import { bodiesOf, smsLimits } from './render.ts';
import { piecesOf, segmentsOf } from './segments.ts';
import { isSigned, twilioSignature } from './signature.ts';

describe('a signature', () => {
  // The example of https://www.twilio.com/docs/usage/security#validating-requests
  const url = 'https://mycompany.com/myapp.php?foo=1&bar=2';
  const form = {
    CallSid: 'CA1234567890ABCDE',
    Caller: '+14158675309',
    Digits: '1234',
    From: '+14158675309',
    To: '+18005551212',
  };
  it('matches Twilio’s own example', () => {
    expect(twilioSignature('12345', url, form)).toBe('RSOYDt4T1cUTdK1PDd93/VVr8B8=');
  });
  it('is valid with and without the standard port, and for no other address', () => {
    const signed = twilioSignature('12345', 'https://mycompany.com:443/myapp.php?foo=1&bar=2', form);
    expect(isSigned('12345', url, form, signed)).toBe(true);
    expect(isSigned('12345', url, { ...form, Digits: '12345' }, signed)).toBe(false);
    expect(isSigned('12346', url, form, signed)).toBe(false);
    expect(isSigned('12345', `${url}0`, form, signed)).toBe(false);
    expect(isSigned('12345', url, form, undefined)).toBe(false);
    expect(isSigned('12345', url, form, '')).toBe(false);
  });
});

describe('segments', () => {
  it.each([
    ['', 1],
    ['a'.repeat(160), 1],
    ['a'.repeat(161), 2],
    ['a'.repeat(307), 3],
    [`${'a'.repeat(158)}€`, 1],
    [`${'a'.repeat(159)}€`, 2],
    ['न'.repeat(70), 1],
    ['न'.repeat(71), 2],
    [`${'a'.repeat(70)}ó`, 2],
  ])('of "%.12s…" are counted as networks do', (text, count) => {
    expect(segmentsOf(text)).toBe(count);
  });

  it('too many for one message are split between words, without loss', () => {
    const text = Array.from({ length: 700 }, (_, n) => `w${n}`).join(' ');
    const pieces = piecesOf(text);
    expect(pieces).toHaveLength(3);
    expect(pieces.join(' ')).toBe(text);
    for (const script of ['न', '🎟', 'a', '€'])
      for (const piece of piecesOf(script.repeat(3000))) {
        expect(segmentsOf(piece)).toBeLessThanOrEqual(10);
        expect(piece.length).toBeLessThanOrEqual(1600);
        expect(piece).not.toMatch(/^[\udc00-\udfff]/);
      }
    expect(piecesOf('🎟'.repeat(3000)).join('')).toBe('🎟'.repeat(3000));
    // Texts of flows always fit in one.
    expect(piecesOf('न'.repeat(smsLimits.text))).toHaveLength(1);
  });
});

describe('a body', () => {
  it('is plain text with numbered choices', () => {
    const choices = [
      { id: 'a', label: 'Yes' },
      { id: 'b', label: 'No', description: 'start again' },
    ];
    expect(bodiesOf({ text: 'Pay *50*?', choices })).toEqual(['Pay 50?\n1. Yes\n2. No - start again']);
  });
  it('contains the file’s name when there is no text', () => {
    const document = { name: 'ticket.pdf', contentType: 'application/pdf', bytes: new Uint8Array() };
    expect(bodiesOf({ text: '', document })).toEqual(['ticket.pdf']);
  });
});

describe('a form', () => {
  const form = {
    AccountSid: 'AC1',
    MessageSid: 'SM1',
    From: '+919845012345',
    To: '+14155550100',
    Body: 'hi',
    NumMedia: '0',
  };
  const read = (over: Record<string, string>, more: object = {}) =>
    readForm({ form: { ...form, ...over }, received_at: '2026-01-02T03:04:05.000Z', ...more });

  it('is a message of one number', () => {
    expect(read({})).toEqual({
      kind: 'message',
      providerId: 'SM1',
      address: '+919845012345',
      phone: '+919845012345',
      at: new Date('2026-01-02T03:04:05Z'),
      text: 'hi',
    });
    expect(read({ From: '57575' })).not.toHaveProperty('phone');
  });

  it('contains the first picture of an MMS', () => {
    const media = { NumMedia: '2', MediaUrl0: 'https://x/1', MediaContentType0: 'image/jpeg' };
    expect(read(media)).toMatchObject({ media: { kind: 'image', ref: { url: 'https://x/1' } }, caption: 'hi' });
    expect(read({ ...media, MediaContentType0: 'video/mp4' })).toMatchObject({ media: { kind: 'other' } });
  });

  it('of STOP and START has Twilio’s consent; HELP is left to Twilio', () => {
    expect(read({ Body: 'Stop ' })).toMatchObject({ kind: 'message', text: 'Stop ' });
    expect(read({ Body: 'basta', OptOutType: 'STOP' })).toMatchObject({ kind: 'message', consent: 'stop' });
    expect(read({ Body: 'START', OptOutType: 'START' })).toMatchObject({ text: 'START', consent: 'start' });
    expect(read({ Body: 'HELP', OptOutType: 'HELP' })).toBeNull();
    expect(read({ Body: 'cancel' })).toMatchObject({ kind: 'message', text: 'cancel' });
  });

  it('of a status names our message; each status is an event', () => {
    const ours = { From: form.To, To: form.From, MessageStatus: 'undelivered', ErrorCode: '30003' };
    expect(read(ours, { message_id: 'm1' })).toMatchObject({
      kind: 'status',
      providerId: 'SM1',
      messageId: 'm1',
      status: 'failed',
      error: 'undelivered (30003)',
    });
    expect(read({ ...ours, ErrorCode: '21610' })).toMatchObject({ optedOut: true });
    expect(read({ ...ours, MessageStatus: 'queued' })).toBeNull();
    const kept = (MessageStatus: string) => ({
      form: { ...form, ...ours, MessageStatus },
      received_at: '2026-01-02T03:04:05Z',
    });
    expect(eventsOf(kept('sent'))).toEqual([
      { providerId: 'status:SM1:sent', address: '+919845012345', kind: 'status', payload: kept('sent') },
    ]);
    expect(eventsOf(kept('delivered'))[0]?.providerId).toBe('status:SM1:delivered');
  });

  it('that is malformed is ignored', () => {
    expect(readForm({ form: {}, received_at: 'x' })).toBeNull();
    expect(readForm({} as never)).toBeNull();
  });
});
