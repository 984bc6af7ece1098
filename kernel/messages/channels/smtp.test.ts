/** The e-mail channel against a real server: the outcome of each kind of failure. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FakeSmtp, startFakeSmtp } from '../../../test/fakes/smtp.ts';
import { ANY_ADDRESS } from '../../outbound/index.ts';
import type { Channel, Outbound } from './channel.ts';
import { openSmtp, type SmtpServer } from './smtp.ts';

const QUICK = { connection: 5000, greeting: 2000, reply: 2000 };

let smtp: FakeSmtp;
let channel: Channel;

const open = (over: Partial<SmtpServer> = {}) =>
  openSmtp({ host: smtp.host, port: smtp.port, encryption: 'none', ...over }, ANY_ADDRESS, QUICK);
const mail = (over: Partial<Outbound> = {}): Outbound => ({
  id: '0198a000-0000-7000-8000-000000000001',
  to: 'asha@example.org',
  from: { name: 'Fair', address: 'desk@fair.example' },
  language: 'en',
  subject: 'Hello',
  text: 'Hello there',
  ...over,
});

beforeEach(async () => {
  smtp = await startFakeSmtp();
  channel = open();
});
afterEach(async () => {
  channel.close({ force: true });
  await smtp.stop();
});

describe('an answer', () => {
  it('of 250 means sent, and the mail says that a machine wrote it', async () => {
    expect(await channel.send(mail())).toEqual({ state: 'sent', providerId: 'fake-1' });
    const parsed = await smtp.mails[0]?.parse();
    expect(parsed?.messageId).toBe('<0198a000-0000-7000-8000-000000000001@fair.example>');
    expect(parsed?.headers.find(({ key }) => key === 'auto-submitted')?.value).toBe('auto-generated');
  });

  it('of 4xx means later, of 5xx never, for the recipient and after the data', async () => {
    smtp.behave('greylist');
    expect(await channel.send(mail())).toMatchObject({ state: 'failed', retryable: true });
    expect(await channel.send(mail())).toMatchObject({ state: 'sent' });
    smtp.behave('no_such_mailbox');
    expect(await channel.send(mail())).toMatchObject({ state: 'failed', retryable: false });
    smtp.behave('deferred_content');
    expect(await channel.send(mail())).toMatchObject({ state: 'failed', retryable: true });
    smtp.behave('refused_content');
    expect(await channel.send(mail())).toMatchObject({ state: 'failed', retryable: false });
    smtp.behave('ok');
    expect(await channel.send(mail())).toMatchObject({ state: 'sent' });
  });

  it('of 421, or none at all before the data, means that the server is down', async () => {
    const down = { state: 'failed', retryable: true, channelDown: true };
    for (const behaviour of ['closing', 'silent', 'cut_at_recipient'] as const) {
      smtp.behave(behaviour);
      expect(await channel.send(mail()), behaviour).toMatchObject(down);
    }
    await smtp.goDown();
    expect(await channel.send(mail())).toMatchObject(down);
    await smtp.comeBack();
    smtp.behave('ok');
    expect(await channel.send(mail())).toMatchObject({ state: 'sent' });
  });

  it('that is lost after the data leaves it unknown, on a fresh connection as on a used one', async () => {
    smtp.behave('cut_after_data');
    expect(await channel.send(mail())).toMatchObject({ state: 'unknown' });
    smtp.behave('ok');
    expect(await channel.send(mail())).toMatchObject({ state: 'sent' });
    smtp.behave('cut_after_data');
    expect(await channel.send(mail())).toMatchObject({ state: 'unknown' });
    expect(smtp.mails).toHaveLength(3);
  });

  it('that takes too long after the data leaves it unknown', async () => {
    smtp.behave('hang_after_data');
    expect(await channel.send(mail())).toMatchObject({ state: 'unknown' });
  });

  it('that we no longer wait for, because the program stops, leaves it unknown', async () => {
    smtp.behave('hang_after_data');
    const sending = channel.send(mail());
    await smtp.waitFor();
    channel.close({ force: true });
    expect(await sending).toMatchObject({ state: 'unknown' });
  });
});

describe('signing in', () => {
  it('with the right password works; with a wrong one the account is at fault', async () => {
    const guarded = await startFakeSmtp({ auth: { user: 'desk', pass: 'right' } });
    const right = openSmtp(
      { host: guarded.host, port: guarded.port, encryption: 'none', user: 'desk', password: 'right' },
      ANY_ADDRESS,
      QUICK,
    );
    const wrong = openSmtp(
      { host: guarded.host, port: guarded.port, encryption: 'none', user: 'desk', password: 'wrong' },
      ANY_ADDRESS,
      QUICK,
    );
    const nobody = openSmtp({ host: guarded.host, port: guarded.port, encryption: 'none' }, ANY_ADDRESS, QUICK);
    expect(await right.send(mail())).toMatchObject({ state: 'sent' });
    expect(guarded.mails[0]?.user).toBe('desk');
    expect(await wrong.send(mail())).toMatchObject({ state: 'failed', retryable: true, channelDown: true });
    expect(await nobody.send(mail())).toMatchObject({ state: 'failed', retryable: true, channelDown: true });
    for (const it of [right, wrong, nobody]) it.close();
    await guarded.stop();
  });

  it('fails, and no mail is sent, when TLS is required and the server offers none', async () => {
    const strict = open({ encryption: 'starttls' });
    expect(await strict.send(mail())).toMatchObject({ state: 'failed', retryable: true, channelDown: true });
    expect(smtp.mails).toEqual([]);
    strict.close();
  });
});

it('uses a few connections for many mails', async () => {
  await Promise.all(Array.from({ length: 60 }, (_, i) => channel.send(mail({ to: `p${i}@example.org` }))));
  expect(smtp.mails).toHaveLength(60);
  expect(smtp.connections).toBeLessThanOrEqual(5);
});
