/** SMS that should not be answered for ever, or at all, played through Twilio's webhook. */
import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { allChannelsOfFile } from '../../kernel/channels/test/all-channels.ts';

const it = allChannelsOfFile();
type Item = { from: string; text: string; times?: number; most: number; no_try?: boolean };

test.each(['M04-no-answer-possible', 'M06-bounce'])('%s', async (id) => {
  const { items } = JSON.parse(readFileSync(new URL(`chats/${id}.json`, import.meta.url), 'utf8')) as { items: Item[] };
  for (const { from, text, times = 1, most } of items) {
    const phone = it.phone(from);
    for (let n = 1; n <= times; n++) {
      expect((await phone.writes(text)).status).toBe(200);
      await it.received(from, n);
    }
    expect((await it.messages(from)).length, text).toBeLessThanOrEqual(most);
    expect((await it.conversation(from)).unread, text).toBeGreaterThan(0);
  }
});

type Mms = { body?: string; media: { type: string; text?: string }[]; expect?: string; proofs?: number };

test('M01-mms: every picture, text beside it and text that came as a file; a card beside a picture is left out', async () => {
  const { items } = JSON.parse(readFileSync(new URL('chats/M01-mms.json', import.meta.url), 'utf8')) as {
    items: Mms[];
  };
  const jpeg = await sharp({ create: { width: 64, height: 64, channels: 3, background: 'red' } })
    .jpeg()
    .toBuffer();
  for (const { body = '', media, proofs = 0, expect: said } of items) {
    const phone = it.phone();
    const parts = media.map(({ type, text }) => phone.keeps(text ? Buffer.from(text) : jpeg, type));
    const before = it.turns.length;
    await phone.writes(body, {
      NumMedia: String(media.length),
      ...Object.fromEntries(
        parts.flatMap((url, at) => [
          [`MediaUrl${at}`, url],
          [`MediaContentType${at}`, media[at]?.type ?? ''],
        ]),
      ),
    });
    await it.received(phone.number, proofs || 1);
    const lines = (await it.lines(phone.number)).filter(({ direction }) => direction === 'in');
    const turns = it.turns.slice(before);
    expect(turns, 'one answer').toHaveLength(1);
    if (said) {
      expect(turns[0]?.input).toEqual({ kind: 'text', text: media[0]?.text });
    } else {
      expect(lines.map(({ kind, body: caption }) => [kind, caption])).toEqual(
        Array.from({ length: proofs }, (_, at) => ['image', at === 0 ? body : '']),
      );
      expect(lines.every(({ file_id }) => file_id !== null)).toBe(true);
    }
  }
});

test('a card alone is answered like a kind that cannot be read, and does no harm', async () => {
  const phone = it.phone();
  const url = phone.keeps(Buffer.from('BEGIN:VCARD'), 'text/x-vcard');
  await phone.writes('', { NumMedia: '1', MediaUrl0: url, MediaContentType0: 'text/x-vcard' });
  await it.received(phone.number);
  expect(it.turns.at(-1)?.input).toEqual({ kind: 'other', what: 'contact' });
});
