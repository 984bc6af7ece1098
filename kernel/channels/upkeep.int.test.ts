/** Health of inbox and channels, and retention. */
import { describe, expect, it } from 'vitest';
import { startFakeWhatsApp } from '../../test/fakes/whatsapp.ts';
import { eventually, newOrganization, openTestApp } from '../../test/harness/index.ts';
import { inboxHealth } from '../inbox/health.ts';
import { applyRetention } from '../retention/index.ts';
import { channelsHealth } from './health.ts';
import { labOfFile, prepare } from './test/lab.ts';

const lab = labOfFile();
const DAY = 86_400_000;

describe('health', () => {
  it('reports events that wait or failed', async () => {
    expect(await inboxHealth(lab.app.boot)).toEqual({ state: 'up' });
    lab.handler = async () => {
      throw new Error('a mistake of ours');
    };
    await lab.receive({ address: 'h', text: 'hi' });
    await lab.drain();
    const behind = { ...lab.app.boot, clock: { now: () => new Date(lab.app.clock.now().getTime() + 180_000) } };
    expect(await inboxHealth(behind)).toEqual({ state: 'degraded', detail: 'behind' });
    await lab.exhaust();
    expect(await inboxHealth(lab.app.boot)).toEqual({ state: 'degraded', detail: 'failed_events' });
    const reply = await lab.app.http.inject('/api/v1/health');
    expect(reply.json().data.parts.inbox).toMatchObject({ state: 'degraded', detail: 'failed_events' });
    lab.app.clock.advance(2 * DAY);
    expect(await inboxHealth(lab.app.boot)).toEqual({ state: 'up' });
  });

  it('names a channel that accepts no messages', async () => {
    const api = await startFakeWhatsApp();
    const app = await openTestApp(api.env);
    prepare(lab, app);
    try {
      await newOrganization(app);
      api.webhook = async (payload, headers) =>
        (await app.http.inject({ method: 'POST', url: '/whatsapp/webhook/', payload, headers })).statusCode;
      const person = api.person();
      api.trouble({ kind: 'refuse', status: 401, code: 190 }, { times: 5 });
      await person.writes('hi');
      await eventually(async () => (await channelsHealth(app.boot)).detail === 'whatsapp', 'the channel to be named');
    } finally {
      await app.close();
      await api.stop();
    }
  });
});

describe('events that are done', () => {
  it('are deleted after thirty days, except failed and waiting ones; the conversation stays', async () => {
    await lab.receive({ address: 'f', text: 'old' });
    await lab.drain();
    lab.handler = async () => {
      throw new Error('a mistake of ours');
    };
    await lab.receive({ address: 'f', text: 'failed' });
    await lab.exhaust();
    lab.app.clock.advance(31 * DAY);
    await lab.receive({ address: 'g', text: 'young' });
    const gone = await applyRetention(lab.app.ctxFor(null, 'test'));
    expect(gone.inbox_event).toBeGreaterThan(0);
    expect((await lab.events('f')).map(({ state }) => state)).toEqual(['failed']);
    expect(await lab.events('g')).toHaveLength(1);
    expect((await lab.lines('f')).map(({ body }) => body)).toContain('old');
  });
});
