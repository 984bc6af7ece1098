/** Who receives the mail password, and at which addresses a server that an organization entered may be. */

import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FakeSmtp, startFakeSmtp } from '../../test/fakes/smtp.ts';
import {
  type Caller,
  eventually,
  newOrganization,
  openTestApp,
  type TestApp,
  type TestOrganization,
  useTestApp,
} from '../../test/harness/index.ts';
import { transaction } from '../db/index.ts';
import { ok } from '../lib/result.ts';
import { getSettings } from '../settings/index.ts';
import { mailSettings, sendMessage } from './index.ts';
import { hello, registerTemplates } from './test/outbox.ts';

const SERVER = {
  host: 'smtp.example.org',
  from_address: 'desk@example.org',
  user: 'desk',
  password: 'hunter2',
};

describe('the password', () => {
  let app: TestApp;
  let organization: TestOrganization;
  let admin: Caller;
  beforeEach(async () => {
    app = await useTestApp();
    organization = await newOrganization(app);
    admin = await organization.as('owner');
    expect((await admin.patch('/settings/mail', SERVER)).status).toBe(200);
  });
  const password = async () => (await getSettings(organization.ctx, mailSettings, { fresh: true })).password;
  const audited = () =>
    app.boot.database.system
      .selectFrom('audit_entry')
      .select(['before', 'after'])
      .where('organization_id', '=', organization.id)
      .where('action', '=', 'settings.changed')
      .orderBy('id')
      .execute();

  it.each([
    ['host', 'smtp.attacker.example'],
    ['port', 2525],
    ['user', 'someone'],
    ['encryption', 'tls'],
  ])('is asked for again when the %s changes, and nothing is changed without it', async (field, value) => {
    const moved = await admin.patch('/settings/mail', { [field]: value });
    expect(moved.status).toBe(422);
    expect(moved.body.error).toMatchObject({
      code: 'settings.invalid',
      fields: { password: 'Type this secret again: where it is sent has changed.' },
    });
    expect(await password()).toBe('hunter2');
    expect(await audited()).toHaveLength(1);
    expect((await admin.patch('/settings/mail', { [field]: value, password: 'hunter2' })).status).toBe(200);
    expect(await password()).toBe('hunter2');
  });

  it('stays when another setting changes, or the same value is saved again', async () => {
    const { password: _, ...same } = SERVER;
    for (const patch of [{ from_name: 'Desk' }, { reply_to: 'a@example.org' }, { ...same, port: 587 }])
      expect((await admin.patch('/settings/mail', patch)).status).toBe(200);
    expect(await password()).toBe('hunter2');
  });

  it('is removed when the server changes, and the audit says so', async () => {
    expect((await admin.patch('/settings/mail', { host: '', user: '' })).body.data.secrets_set).toEqual([]);
    expect(await password()).toBe('');
    expect((await audited()).at(-1)).toMatchObject({ before: { password: '[hidden]' }, after: { password: null } });
    const back = await admin.patch('/settings/mail', { host: 'smtp.example.org', user: 'desk' });
    expect(back.body.error.fields).toHaveProperty('password');
  });

  it('is never sent without encryption', async () => {
    const clear = await admin.patch('/settings/mail', { encryption: 'none', password: 'hunter2' });
    expect(clear.status).toBe(422);
    expect(clear.body.error.fields.encryption).toContain('never sent without encryption');
    expect((await admin.patch('/settings/mail', { encryption: 'none', user: '', password: null })).status).toBe(200);
  });

  it('of another channel is bound to its server as well', async () => {
    const sms = { account_sid: `AC${'1'.repeat(32)}`, auth_token: 'a'.repeat(32), from_number: '+14155550123' };
    expect((await admin.patch('/settings/sms', sms)).status).toBe(200);
    const moved = await admin.patch('/settings/sms', { account_sid: `AC${'2'.repeat(32)}` });
    expect(moved.body.error.fields.auth_token).toContain('Type this secret again');
  });
});

describe('a server that an organization entered', () => {
  let smtp: FakeSmtp;
  let app: TestApp;
  let silent: Server;
  beforeAll(async () => {
    smtp = await startFakeSmtp();
    silent = createServer((socket) => void socket.end('SSH-2.0-inside of the network\r\n'));
    await new Promise<void>((ready) => silent.listen(0, '127.0.0.1', ready));
  });
  afterAll(async () => {
    await app?.close();
    silent.close();
    await smtp.stop();
  });
  const open = async (allowed: string) => {
    await app?.close();
    app = await openTestApp({ ALLOW_PRIVATE_ADDRESSES: allowed });
    registerTemplates(app);
  };

  /** What an admin sees of a mail that was sent through this server. */
  async function outcome(host: string, port: number): Promise<{ state: string; last_error: string | null }> {
    const organization = await newOrganization(app);
    const admin = await organization.as('owner');
    const from = { from_address: 'desk@example.org', encryption: 'none' };
    expect((await admin.patch('/settings/mail', { host, port, ...from })).status).toBe(200);
    const sent = await transaction(organization.ctx, async (tx) =>
      ok(await sendMessage(tx, { to: 'asha@example.org', template: hello, params: { name: 'Asha' } })),
    );
    if (!sent.ok) throw new Error(sent.code);
    return eventually(async () => {
      const { body } = await admin.get(`/messages/${sent.data.id}`);
      const { state, last_error } = body.data;
      return (state === 'sent' || last_error) && { state, last_error };
    }, 'the mail to be tried');
  }

  it('is not contacted on a private address; the error is the same as for a closed port', async () => {
    await open('');
    const before = smtp.connections;
    const refused = [
      await outcome('127.0.0.1', smtp.port),
      await outcome('localhost', smtp.port),
      await outcome('::1', smtp.port),
      await outcome('169.254.169.254', 80),
    ];
    expect(smtp.connections).toBe(before);
    await open('127.0.0.0/8');
    refused.push(await outcome('127.0.0.1', 9), await outcome('127.0.0.1', (silent.address() as AddressInfo).port));
    expect(new Set(refused.map(({ last_error }) => last_error))).toEqual(
      new Set(['no mail server could be reached there']),
    );
  });

  it('is contacted there when the environment allows that network, with our name in the greeting', async () => {
    await open('127.0.0.0/8');
    expect(await outcome('127.0.0.1', smtp.port)).toMatchObject({ state: 'sent' });
    const mail = await smtp.mails.at(-1)?.parse();
    expect(mail?.headers.find(({ key }) => key === 'x-mailer')?.value).toMatch(/^Counterfoil\/\d/);
  });
});
