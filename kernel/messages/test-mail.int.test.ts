import { createServer, type Server } from 'node:net';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FakeSmtp, startFakeSmtp } from '../../test/fakes/smtp.ts';
import { formOf } from '../../test/harness/form.ts';
import { type Caller, newOrganization, openTestApp, type TestApp } from '../../test/harness/index.ts';
import { visitor } from '../../test/harness/people.ts';
import { deleteFile } from '../files/index.ts';
import { newId } from '../lib/ids.ts';

/** The button that tests the mail server, and the mail that was kept while there was none. */

let smtp: FakeSmtp;
/** answers HTTP where a mail server is expected */
let web: Server;
/** with the environment's server, which requires a password */
let app: TestApp;
/** without one; its operator allows organizations to use this machine's */
let bare: TestApp;
beforeAll(async () => {
  smtp = await startFakeSmtp({ auth: { user: 'desk', pass: 'right' } });
  const server = { EMAIL_HOST: smtp.host, EMAIL_PORT: String(smtp.port), EMAIL_USE_TLS: 'false' };
  const account = { EMAIL_HOST_USER: 'desk', EMAIL_HOST_PASSWORD: 'right', DEFAULT_FROM_EMAIL: 'desk@house.example' };
  app = await openTestApp({ ...server, ...account });
  bare = await openTestApp({ ALLOW_PRIVATE_ADDRESSES: '127.0.0.1' });
  web = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')).listen(0, '127.0.0.1');
});
afterAll(async () => {
  await app?.close();
  await bare?.close();
  await smtp?.stop();
  web?.close();
});

const portOf = (server: Server) => (server.address() as { port: number }).port;
const resultsOf = async (organizationId: string, at: TestApp) =>
  (
    await at.boot.database.system
      .selectFrom('audit_entry')
      .select('after')
      .where('organization_id', '=', organizationId)
      .where('action', '=', 'messages.mail_tested')
      .orderBy('id')
      .execute()
  ).map((row) => (row.after as { result: string }).result);

describe('a test mail', () => {
  it('goes to the person who asks, and reports that the server took it', async () => {
    const organization = await newOrganization(app, { name: 'Handloom Fair' });
    const admin = await organization.as('owner');
    const to = `${admin.userId}@test.example`;
    const { status, body } = await admin.post('/messages/test-mail');
    expect([status, body.data]).toEqual([
      200,
      { state: 'sent', to, reason: null, answer: null, message: expect.stringContaining(to) },
    ]);
    const [mail] = await smtp.waitFor({ to });
    expect((await mail?.parse())?.subject).toBe('Test mail from Handloom Fair');
    expect(await resultsOf(organization.id, app)).toEqual(['sent']);
  });

  it('has the logo and the colour of the organization, and goes without a logo that is gone', async () => {
    const organization = await newOrganization(app, { name: 'Handloom Fair' });
    const admin = await organization.as('admin');
    const to = `${admin.userId}@test.example`;
    const picture = sharp({ create: { width: 400, height: 100, channels: 3, background: '#1f4b6e' } });
    const form = await formOf({}, { name: 'logo.png', bytes: await picture.png().toBuffer() });
    const sent = await admin.post('/files?purpose=branding.logo', form.body, form.headers);
    const look = { logo: sent.body.data.id, colour: '#1f4b6e' };
    expect(await admin.patch('/settings/branding', look)).toMatchObject({ status: 200 });
    expect((await admin.post('/messages/test-mail')).body.data.state).toBe('sent');
    const [mail] = await smtp.waitFor({ to });
    const parsed = await mail?.parse();
    expect(parsed?.attachments).toMatchObject([
      { mimeType: 'image/png', contentId: '<organization-logo>', related: true },
    ]);
    expect(parsed?.html).toContain('color:#1f4b6e');
    expect(parsed?.html).toContain('src="cid:organization-logo"');

    await deleteFile(organization.ctx, sent.body.data.id);
    expect((await admin.post('/messages/test-mail')).body.data.state).toBe('sent');
    const mails = await smtp.waitFor({ to, count: 2 });
    expect((await mails.at(-1)?.parse())?.attachments).toEqual([]);
  });

  it('reports the server’s answer to a wrong password and to an unknown recipient', async () => {
    const organization = await newOrganization(bare);
    const admin = await organization.as('owner');
    // No password is sent without encryption, so the server receives no sign-in at all.
    const own = { host: smtp.host, port: smtp.port, encryption: 'none', from_address: 'us@tenant.example' };
    expect((await admin.patch('/settings/mail', own)).status).toBe(200);
    const refused = (await admin.post('/messages/test-mail')).body.data;
    expect(refused).toMatchObject({ state: 'failed', reason: 'sign_in', answer: expect.stringMatching(/^530 /) });
    expect(refused.message).toMatch(/user or the password/);
    const other = await app_().as('admin');
    smtp.behave('no_such_mailbox', other.userId);
    const unknown = (await other.post('/messages/test-mail')).body.data;
    expect(unknown).toMatchObject({ state: 'failed', reason: 'recipient', answer: expect.stringMatching(/^550 /) });
    expect(await resultsOf(organization.id, bare)).toEqual(['sign_in']);
  });

  it('reports of a port without a mail server only that none is there, when an organization chose it', async () => {
    const admin = await (await newOrganization(bare)).as('owner');
    const closed = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => closed.once('listening', resolve));
    const ports = { closed: portOf(closed), web: portOf(web) };
    await new Promise((resolve) => closed.close(resolve));
    const answers = [];
    for (const [host, port] of [
      ['127.0.0.1', ports.closed],
      ['127.0.0.1', ports.web],
      ['127.0.0.2', 25],
      ['nobody.invalid', 25],
    ]) {
      const own = { host, port, encryption: 'none', from_address: 'us@tenant.example' };
      expect((await admin.patch('/settings/mail', own)).status).toBe(200);
      answers.push((await admin.post('/messages/test-mail')).body.data);
    }
    const same = {
      state: 'failed',
      reason: 'unreachable',
      answer: null,
      message: expect.stringMatching(/No mail server/),
    };
    expect(answers).toMatchObject(Array(4).fill(same));
  });

  it('tells the operator’s organizations whether the operator’s server refuses or is silent', async () => {
    const admin = await app_().as('admin');
    await smtp.goDown();
    const down = (await admin.post('/messages/test-mail')).body.data;
    await smtp.comeBack();
    expect(down).toMatchObject({ state: 'failed', reason: 'refused', message: expect.stringMatching(/port/) });
    smtp.behave('silent');
    const silent = (await admin.post('/messages/test-mail')).body.data;
    smtp.behave('closing');
    const busy = (await admin.post('/messages/test-mail')).body.data;
    smtp.behave('ok');
    expect([silent.reason, busy.reason]).toEqual(['wrong_port', 'busy']);
  });

  it('is refused without a server, without the permission, and without a person', async () => {
    const organization = await newOrganization(bare);
    const [admin, ops] = [await organization.as('owner'), await organization.as('ops')];
    expect((await admin.post('/messages/test-mail')).body.error.code).toBe('messages.no_server');
    expect((await ops.post('/messages/test-mail')).status).toBe(403);
    const { key } = (await admin.post('/api-keys', { name: 'Sync', role: 'admin' })).body.data;
    const machine = visitor(bare, { authorization: `Bearer ${key}` });
    expect((await machine.post('/messages/test-mail')).body.error.code).toBe('auth.person_required');
  });
});

/** An organization of the application whose environment names a server. */
const app_ = () => ({
  as: async (role: 'admin'): Promise<Caller> => (await newOrganization(app)).as(role),
});

describe('mail that was kept', () => {
  const address = () => `${newId()}@people.example`;

  async function withKept(count: number) {
    const organization = await newOrganization(bare);
    const admin = await organization.as('owner');
    const to = Array.from({ length: count }, address);
    for (const email of to) await admin.post('/invitations', { email, role: 'viewer' });
    await bare.boot.services.messages?.dispatcher?.drain();
    const states = async () =>
      (
        await organization.ctx.db
          .selectFrom('message')
          .select(['to_address', 'state'])
          .where('template', '<>', 'tenancy.control_changed')
          .orderBy('id')
          .execute()
      ).map((row) => row.state);
    return { organization, admin, to, states };
  }
  const open = async () => {
    const own = await startFakeSmtp();
    return { own, settings: { host: own.host, port: own.port, encryption: 'none', from_address: 'us@tenant.example' } };
  };

  it('waits until a person decides, and is sent without what has expired', async () => {
    const { organization, admin, to, states } = await withKept(3);
    expect((await admin.get('/messages/kept')).body.data).toEqual({ ready: false, count: 3 });
    expect((await admin.post('/messages/kept', { decision: 'send' })).body.error.code).toBe('messages.no_server');
    const { own, settings } = await open();
    try {
      await admin.patch('/settings/mail', settings);
      await bare.boot.services.messages?.dispatcher?.drain();
      expect(await states()).toEqual(['kept', 'kept', 'kept']);
      expect((await admin.get('/messages/kept')).body.data).toEqual({ ready: true, count: 3 });
      const old = new Date(Date.now() - 8 * 86_400_000);
      await organization.ctx.db
        .updateTable('message')
        .set({ created_at: old })
        .where('to_address', '=', String(to[0]))
        .execute();
      const sent = await admin.post('/messages/kept', { decision: 'send' });
      expect(sent.body.data).toEqual({ queued: 2, cancelled: 1 });
      await Promise.all(to.slice(1).map((email) => own.waitFor({ to: email })));
      await bare.boot.services.messages?.dispatcher?.drain();
      expect(await states()).toEqual(['cancelled', 'sent', 'sent']);
      expect((await admin.get('/messages/kept')).body.data.count).toBe(0);
      const audited = await bare.boot.database.system
        .selectFrom('audit_entry')
        .select('after')
        .where('organization_id', '=', organization.id)
        .where('action', '=', 'messages.kept_sent')
        .execute();
      expect(audited).toEqual([{ after: { queued: 2, cancelled: 1 } }]);
    } finally {
      await own.stop();
    }
  });

  it('can be discarded by people who may send', async () => {
    const { organization, admin, states } = await withKept(2);
    const viewer = await organization.as('viewer');
    expect((await viewer.post('/messages/kept', { decision: 'discard' })).status).toBe(403);
    const gone = await admin.post('/messages/kept', { decision: 'discard' });
    expect([gone.body.data, await states()]).toEqual([{ queued: 0, cancelled: 2 }, ['cancelled', 'cancelled']]);
  });
});
