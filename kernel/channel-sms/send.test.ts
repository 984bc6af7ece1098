import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FakeTwilio, startFakeTwilio, TWILIO } from '../../test/fakes/twilio.ts';
import type { Channel, Outbound } from '../messages/index.ts';
import { openTwilio } from './send.ts';

let twilio: FakeTwilio;
let channel: Channel;
let blocked: string[];

const open = (over: Partial<typeof TWILIO> = {}) =>
  openTwilio({
    account: { ...TWILIO, root: twilio.root, ...over },
    callback: 'https://fair.example/sms/twilio/webhook',
    timeouts: { connect: 5000, reply: 2000 },
    onBlocked: async (address) => void blocked.push(address),
  });
const message = (over: Partial<Outbound> = {}): Outbound => ({
  id: '0198a000-0000-7000-8000-000000000001',
  to: '+919845012345',
  from: { name: 'Fair' },
  language: 'en',
  subject: 'Hello',
  text: 'Hello',
  ...over,
});

beforeEach(async () => {
  twilio = await startFakeTwilio();
  blocked = [];
  channel = open();
});
afterEach(async () => {
  channel.close({ force: true });
  await twilio.close();
});

describe('an SMS', () => {
  it('is numbered text, with a callback address for its status', async () => {
    const choices = [
      { id: 'a', label: 'Yes' },
      { id: 'b', label: 'No' },
    ];
    const outcome = await channel.send(message({ chat: { text: 'Pay ₹50 + 10% & go?', choices } }));
    expect(outcome).toEqual({ state: 'sent', providerId: twilio.sent[0]?.sid });
    expect(twilio.sent[0]).toMatchObject({
      to: '+919845012345',
      from: TWILIO.from,
      body: 'Pay ₹50 + 10% & go?\n1. Yes\n2. No',
      callback: 'https://fair.example/sms/twilio/webhook?message=0198a000-0000-7000-8000-000000000001',
    });
  });

  it.each([
    [
      'an opted-out number is final',
      { optedOut: true },
      { state: 'failed', retryable: false, error: expect.stringMatching(/21610/) },
    ],
    [
      'a number that is none is final',
      { to: '12' },
      { state: 'failed', retryable: false, error: expect.stringMatching(/21211/) },
    ],
    ['a wrong password shuts the account', { authToken: 'x' }, { state: 'failed', retryable: true, channelDown: true }],
    ['a sender that isn’t ours shuts the account', { from: '+14155550199' }, { state: 'failed', channelDown: true }],
    ['429 makes the account wait', { trouble: 'too_many' }, { state: 'failed', retryable: true, pauses: 'account' }],
    ['500 is tried again', { trouble: 'error' }, { state: 'failed', retryable: true }],
    ['no answer is unknown', { trouble: 'hang' }, { state: 'unknown' }],
    ['a broken connection is unknown', { trouble: 'cut_after' }, { state: 'unknown' }],
  ] as const)(
    '%s',
    async (_, how: {
      optedOut?: true;
      to?: string;
      authToken?: string;
      from?: string;
      trouble?: 'too_many' | 'error' | 'hang' | 'cut_after';
    }, expected) => {
      if (how.optedOut) twilio.optedOut.add('+919845012345');
      if (how.trouble) twilio.troubles.push(how.trouble);
      const { authToken, from } = how;
      const its = open({ ...(authToken && { authToken }), ...(from && { from }) });
      expect(await its.send(message(how.to ? { to: how.to } : {}))).toMatchObject(expected as object);
      expect(blocked).toEqual(how.optedOut ? ['+919845012345'] : []);
    },
  );

  it('that is long is sent in parts, and continues after a fault; only the last part has a callback', async () => {
    const text = 'word '.repeat(400);
    twilio.troubles.push('ok', 'too_many');
    expect(await channel.send(message({ text }))).toMatchObject({ state: 'failed', retryable: true });
    expect(await channel.send(message({ text }))).toMatchObject({ state: 'sent', providerId: expect.any(String) });
    expect(twilio.sent.map(({ body }) => body).join(' ')).toBe(text.trim());
    expect(twilio.sent.map(({ callback }) => callback !== null)).toEqual([false, true]);
  });

  it('is not lost when Twilio cannot be reached', async () => {
    await twilio.close();
    expect(await channel.send(message())).toMatchObject({ state: 'failed', retryable: true, channelDown: true });
  });
});
