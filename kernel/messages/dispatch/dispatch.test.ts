import { describe, expect, it, test } from 'vitest';
import { doublingPause } from '../../lib/backoff.ts';
import { smtpOutcome } from '../channels/smtp-outcome.ts';
import { Batcher } from './batcher.ts';
import { MAIL_DEFERRALS } from './deferrals.ts';

test('a mail is deferred for minutes, then hours, and given up after about four days', () => {
  const pauses = Array.from({ length: MAIL_DEFERRALS.most - 1 }, (_, n) =>
    doublingPause(n + 1, MAIL_DEFERRALS, () => 0.5),
  );
  expect([0, 1, 2, 7, 8, 28].map((n) => (pauses[n] as number) / 60_000)).toEqual([1, 2, 4, 128, 240, 240]);
  const days = pauses.reduce((sum, pause) => sum + pause, 0) / 86_400_000;
  expect(days).toBeGreaterThan(3.5);
  expect(days).toBeLessThan(5);
});

describe('an SMTP failure', () => {
  const fault = (over: object) => ({ message: 'no', ...over });

  it('with a permanent reply is final, with a temporary one is not', () => {
    expect(smtpOutcome(fault({ code: 'EENVELOPE', responseCode: 550, command: 'RCPT TO' }), false)).toMatchObject({
      state: 'failed',
      retryable: false,
    });
    expect(smtpOutcome(fault({ code: 'EENVELOPE', responseCode: 451, command: 'RCPT TO' }), false)).toEqual({
      state: 'failed',
      retryable: true,
      error: 'no',
    });
    expect(smtpOutcome(fault({ code: 'EMESSAGE', responseCode: 554, command: 'DATA' }), true)).toMatchObject({
      state: 'failed',
      retryable: false,
    });
    expect(smtpOutcome(fault({ code: 'EMESSAGE', responseCode: 452, command: 'DATA' }), true)).toMatchObject({
      state: 'failed',
      retryable: true,
    });
    expect(smtpOutcome(fault({ code: 'EENVELOPE', responseCode: 503, command: 'MAIL FROM' }), false)).toMatchObject({
      retryable: true,
    });
  });

  it('of the connection or the sign-in is the account’s, not the message’s', () => {
    const down = { state: 'failed', retryable: true, channelDown: true };
    expect(smtpOutcome(fault({ code: 'ECONNECTION', command: 'CONN' }), false)).toMatchObject(down);
    expect(smtpOutcome(fault({ code: 'ETIMEDOUT', command: 'CONN' }), false)).toMatchObject(down);
    expect(smtpOutcome(fault({ code: 'EDNS' }), false)).toMatchObject(down);
    expect(smtpOutcome(fault({ code: 'EAUTH', responseCode: 535, command: 'AUTH PLAIN' }), false)).toMatchObject(down);
    expect(smtpOutcome(fault({ code: 'EENVELOPE', responseCode: 530, command: 'MAIL FROM' }), false)).toMatchObject(
      down,
    );
    expect(smtpOutcome(fault({ code: 'ECONNECTION', responseCode: 421, command: 'DATA' }), true)).toMatchObject(down);
    expect(smtpOutcome(fault({ code: 'EPROTOCOL', responseCode: 554, command: 'CONN' }), false)).toMatchObject(down);
  });

  it('without a reply after the data was begun leaves it unknown', () => {
    expect(smtpOutcome(fault({ code: 'ECONNECTION', command: 'CONN' }), true)).toEqual({
      state: 'unknown',
      error: 'no',
    });
    expect(smtpOutcome(fault({ code: 'ETIMEDOUT', command: 'CONN' }), true)).toEqual({ state: 'unknown', error: 'no' });
    expect(smtpOutcome(fault({}), true)).toEqual({ state: 'unknown', error: 'no' });
  });

  it('of a message that can’t be sent at all is final', () => {
    expect(smtpOutcome(fault({ code: 'EENVELOPE', command: 'API' }), false)).toMatchObject({
      state: 'failed',
      retryable: false,
    });
    expect(smtpOutcome(fault({ code: 'ESTREAM', command: 'API' }), true)).toMatchObject({
      state: 'failed',
      retryable: false,
    });
  });
});

describe('a batcher', () => {
  it('writes in one statement what gathered during the last write, and returns each batch’s own result', async () => {
    const batches: number[][] = [];
    const batcher = new Batcher(async (batch: number[]) => {
      batches.push(batch);
      await new Promise((resolve) => setTimeout(resolve, 5));
      if (batch.includes(13)) throw new Error('unlucky');
      return batch.length;
    });
    const first = [batcher.add(1), batcher.add(2)];
    await new Promise((resolve) => setTimeout(resolve, 1));
    const second = [batcher.add(3), batcher.add(13)].map((p) => p.catch((error: Error) => error.message));
    expect(await Promise.all(first)).toEqual([2, 2]);
    expect(await Promise.all(second)).toEqual(['unlucky', 'unlucky']);
    expect(batches).toEqual([
      [1, 2],
      [3, 13],
    ]);
    expect(await batcher.add(4)).toBe(1);
  });
});
