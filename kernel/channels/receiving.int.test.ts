/** Whether a channel receives, as it is said from what really arrived. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FakeTelegram, startFakeTelegram, TELEGRAM_TOKEN } from '../../test/fakes/telegram.ts';
import {
  eventually,
  newOrganization,
  openTestApp,
  type TestApp,
  type TestOrganization,
} from '../../test/harness/index.ts';
import { webhookAddress } from '../channel-telegram/receive-telegram.ts';
import { channelsHealth } from './health.ts';
import { receivingOf } from './receiving.ts';
import { allChannelsOfFile } from './test/all-channels.ts';

type Channel = { name: string; ready: boolean; receiving: { since: string | null; reason: string | null } | null };
const channelsOf = async (organization: TestOrganization) =>
  new Map(
    ((await (await organization.as('ops')).get('/channels')).body.data as Channel[]).map((one) => [one.name, one]),
  );

describe('a bot whose token was saved on a server without a public address', () => {
  let telegram: FakeTelegram;
  let app: TestApp;
  let organization: TestOrganization;
  beforeAll(async () => {
    telegram = await startFakeTelegram();
    app = await openTestApp({ TELEGRAM_API_ROOT: telegram.root });
    organization = await newOrganization(app);
    const owner = await organization.as('owner');
    const saved = await owner.patch('/settings/telegram', { bot_token: TELEGRAM_TOKEN });
    expect(saved.status).toBe(200);
    expect((await channelsOf(organization)).get('telegram')).toMatchObject({
      ready: true,
      receiving: { since: null, reason: expect.stringMatching(/nothing has arrived yet/) },
    });
    await app.http.listen({ port: 0, host: '127.0.0.1' });
  });
  afterAll(async () => {
    await app?.close();
    await telegram?.close();
  });
  const receiving = async () => (await channelsOf(organization)).get('telegram')?.receiving;

  it('is asked for messages by the server itself, which says since when it receives, and why not', async () => {
    const asha = telegram.person();
    await asha.writes('hello');
    const came = () => app.boot.database.system.selectFrom('inbox_event').select('id').execute();
    await eventually(async () => (await came()).length === 1, 'the message');
    const since = await eventually(async () => (await receiving())?.since, 'it receives');
    expect(Date.parse(since)).toBeLessThanOrEqual(app.clock.now().getTime());
    expect(await channelsHealth(app.boot)).toEqual({ state: 'up' });

    // Telegram takes the token back.
    app.clock.advance(120_000);
    telegram.trouble({ kind: 'error' }, { method: 'getUpdates', times: 3 });
    await asha.writes('again');
    const reason = await eventually(async () => (await receiving())?.reason, 'the reason');
    expect(reason).toMatch(/getUpdates/);
    expect(await channelsHealth(app.boot)).toEqual({ state: 'degraded', detail: 'telegram_not_receiving' });
    const again = await eventually(async () => (await receiving())?.since, 'it receives again');
    expect(again > since).toBe(true);
    expect(await came()).toHaveLength(2);
  });
});

describe('channels with webhooks', () => {
  const all = allChannelsOfFile();

  it('receive from the first message that came, not from the account that was saved', async () => {
    const before = await channelsOf(all.organization);
    const nothing = { since: null, reason: expect.stringMatching(/nothing has arrived yet/) };
    for (const name of ['whatsapp', 'sms']) expect(before.get(name)).toMatchObject({ ready: true, receiving: nothing });
    expect([before.get('web')?.receiving, before.get('email')?.receiving]).toEqual([null, null]);
    const [asha, ravi] = [all.whatsapp.person(), all.phone()];
    await asha.writes('hi');
    await all.received(asha.address);
    await ravi.writes('hi');
    await all.received(ravi.number);
    const after = await channelsOf(all.organization);
    for (const name of ['whatsapp', 'sms'])
      expect(after.get(name)?.receiving).toEqual({ since: expect.any(String), reason: null });
  });
});

it('a server that nobody can reach from outside asks Telegram; another is called', () => {
  const address = (PUBLIC_URL: string, TELEGRAM_WEBHOOK_URL?: string) =>
    webhookAddress({ PUBLIC_URL, ...(TELEGRAM_WEBHOOK_URL && { TELEGRAM_WEBHOOK_URL }) });
  expect(address('http://desk.example')).toBeNull();
  expect(address('http://localhost:3000')).toBeNull();
  expect(address('https://desk.lan')).toBeNull();
  expect(address('https://192.168.1.7')).toBeNull();
  expect(address('https://desk.example:9443')).toBeNull();
  expect(address('https://desk.example')).toBe('https://desk.example/telegram/webhook');
  expect(address('http://localhost:3000', 'https://hooks.example')).toBe('https://hooks.example/telegram/webhook');
});

it('whoever asks and has been silent for minutes does not receive; whoever is called may be', () => {
  const now = new Date('2026-11-25T10:00:00Z');
  const at = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
  const row = { polls: true, since: at(90), heard_at: at(1), fault: null };
  expect(receivingOf(row, now)).toEqual({ since: at(90) });
  expect(receivingOf({ ...row, heard_at: at(6) }, now)).toEqual({ reason: 'not_asked' });
  expect(receivingOf({ ...row, polls: false, heard_at: at(6) }, now)).toEqual({ since: at(90) });
  expect(receivingOf({ ...row, fault: 'Unauthorized' }, now)).toEqual({ reason: 'Unauthorized' });
  expect(receivingOf(undefined, now)).toEqual({ reason: 'nothing_yet' });
});
