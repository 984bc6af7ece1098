/** Long polling in this process: what it does when Telegram or the database is down for a while. */
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { eventually } from '../../test/harness/index.ts';
import { patchSettings } from '../settings/index.ts';
import { receiveAll } from './receive-telegram.ts';
import { OTHER_TOKEN, telegramLab } from './test/lab.ts';

const lab = telegramLab();
let stopping: AbortController;
let polling: Promise<void>;

beforeEach(() => {
  stopping = new AbortController();
});
afterEach(async () => {
  stopping.abort();
  await polling;
});
const poll = (holdSeconds = 1) => {
  polling = receiveAll(lab.app.boot, stopping.signal, { poll: true, holdSeconds });
};
const asked = () => lab.telegram.calls.filter(({ method }) => method === 'getUpdates').length;

it('continues after faults of Telegram', async () => {
  lab.telegram.trouble({ kind: 'error' }, { method: 'deleteWebhook' });
  lab.telegram.trouble({ kind: 'gateway' }, { method: 'getUpdates' });
  lab.telegram.trouble({ kind: 'cut' }, { method: 'getUpdates' });
  poll();
  const asha = lab.telegram.person();
  await eventually(async () => lab.telegram.webhookOf() === null, 'the webhook is taken away');
  await asha.writes('hello');
  expect((await lab.telegram.arrived(asha.id, 1, 15_000))[0]).toMatchObject({ text: 'you said hello' });
  await asha.taps('Yes');
  await lab.telegram.arrived(asha.id, 2, 15_000);
  // Confirmed: Telegram has no more updates.
  await eventually(async () => lab.telegram.pendingOf().length === 0, 'all is confirmed');

  // A webhook that is set meanwhile is deleted again.
  lab.telegram.setWebhook('https://fair.example', 'x');
  await eventually(async () => lab.telegram.webhookOf() === null, 'the webhook is taken away again');
});

it('stops on the signal, also during a request that Telegram holds longer than this test may take', async () => {
  const before = asked();
  poll(600);
  await eventually(async () => asked() > before, 'it asks');
  stopping.abort();
  await polling;
});

it('confirms no update that it could not store', async () => {
  await sql`alter table inbox_event rename to inbox_event_away`.execute(lab.system);
  const asha = lab.telegram.person();
  try {
    poll();
    await eventually(async () => lab.telegram.webhookOf() === null, 'the webhook is taken away');
    await asha.writes('hello');
    const before = asked();
    await eventually(async () => asked() > before + 1, 'it asks again');
    expect(lab.telegram.pendingOf()).toHaveLength(1);
  } finally {
    await sql`alter table inbox_event_away rename to inbox_event`.execute(lab.system);
  }
  expect(await lab.telegram.arrived(asha.id, 1, 30_000)).toHaveLength(1);
});

it('polls for the bots of all organizations', async () => {
  await patchSettings(lab.organization.ctx, 'telegram', { bot_token: OTHER_TOKEN });
  poll();
  const asha = lab.telegram.person({ token: OTHER_TOKEN });
  await asha.writes('hello');
  expect(await lab.telegram.arrived(asha.id, 1, 15_000)).toMatchObject([{ token: OTHER_TOKEN }]);
  await patchSettings(lab.organization.ctx, 'telegram', { bot_token: null });
});
