/** Bytes of text that one person, or all, may send by Telegram, WhatsApp and SMS in a day. */
import { beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../../test/harness/index.ts';
import { allChannelsOfFile } from './test/all-channels.ts';

const MB = 1024 * 1024;
const all = allChannelsOfFile();
const full = allChannelsOfFile({ DISK_RESERVE_MB: '1000000000' });
type There = typeof all;

const fill = ({ app, organization, system }: There, source: string, bytes: number) =>
  system
    .insertInto('media_use')
    .values({ organization_id: organization.id, day: app.clock.now().toISOString().slice(0, 10), source, bytes })
    .execute();
/** What staff see of it. */
const leftOut = async ({ organization }: There) =>
  ((await (await organization.as('ops')).get('/inbox-events')).body.data as Record<string, string>[])
    .map(({ source, state, last_error }) => [source, state, last_error])
    .toSorted();
const optOuts = ({ system }: There, address: string) =>
  system.selectFrom('opt_out').select('channel').where('address', '=', address).execute();

/** A person of each channel: their address there, and what the service hears of their message. */
function peopleOf(there: There) {
  const [wa, tg, sms] = [there.whatsapp.person(), there.telegram.person(), there.phone()];
  return [
    { channel: 'whatsapp', address: wa.address, writes: (text: string) => wa.writes(text) },
    { channel: 'telegram', address: String(tg.id), writes: (text: string) => tg.writes(text) },
    { channel: 'sms', address: sms.number, writes: async (text: string) => (await sms.writes(text)).status },
  ];
}

beforeEach(async () => {
  await all.system.deleteFrom('media_use').execute();
  await all.system.updateTable('inbox_event').set({ state: 'discarded' }).where('state', '=', 'failed').execute();
});

describe('text from a service', () => {
  it('is counted by its sender, left out above the limit without a word to the service, and shown to staff once', async () => {
    for (const { channel, address, writes } of peopleOf(all)) {
      await fill(all, `text ${channel} ${address}`, 64 * MB - 4000);
      expect(await writes('short'), channel).toBe(200);
      expect(await all.received(address), channel).toEqual(['short']);
      for (let n = 0; n < 3; n++) expect(await writes(`${n}`.repeat(1500)), channel).toBe(200);
      const events = await all.events(address);
      expect(events.length, channel).toBeLessThan(4);
      const told = (await leftOut(all)).filter(([source]) => source === channel);
      expect(told, channel).toEqual([[channel, 'set_aside', expect.stringContaining(address)]]);
    }
    const [other] = peopleOf(all);
    expect(await other?.writes('hello')).toBe(200);
    expect(await all.received(other?.address ?? '')).toEqual(['hello']);
  });

  it('is counted by organization, too', async () => {
    await fill(all, 'text', 512 * MB);
    for (const { channel, address, writes } of peopleOf(all)) {
      expect([await writes('hello'), await writes('hello?')], channel).toEqual([200, 200]);
      expect(await all.events(address), channel).toEqual([]);
    }
    const why = expect.stringMatching(/^More text has come today/);
    expect(await leftOut(all)).toEqual(['sms', 'telegram', 'whatsapp'].map((channel) => [channel, 'set_aside', why]));
  });

  it('is taken again the next day; and who says STOP is obeyed in any case', async () => {
    await fill(all, 'text', 512 * MB);
    const here = peopleOf(all).filter(({ channel }) => channel !== 'sms');
    for (const { channel, address, writes } of here) {
      expect(await writes('stop'), channel).toBe(200);
      expect(await optOuts(all, address), channel).toEqual([{ channel }]);
      expect(await all.events(address), channel).toEqual([]);
    }
    all.app.clock.advance(24 * 3_600_000);
    for (const { address, writes } of here) {
      await writes('start');
      await eventually(async () => (await optOuts(all, address)).length === 0, 'the new start');
    }
  });
});

describe('a disk that is nearly full', () => {
  it('takes no text from services, which hear nothing of it; staff do', async () => {
    for (const { channel, address, writes } of peopleOf(full)) {
      expect([await writes('hello'), await writes('hello?')], channel).toEqual([200, 200]);
      expect(await full.events(address), channel).toEqual([]);
    }
    const why = expect.stringMatching(/disk is nearly full/);
    expect(await leftOut(full)).toEqual(['sms', 'telegram', 'whatsapp'].map((channel) => [channel, 'set_aside', why]));
  });
});
