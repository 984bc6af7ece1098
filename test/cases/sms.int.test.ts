/** SMS that should not be answered for ever, or at all, played through Twilio's webhook. */
import { readFileSync } from 'node:fs';
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
