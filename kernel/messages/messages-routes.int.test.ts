/** The outbox and the settings through their HTTP routes. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  eventually,
  newOrganization,
  type TestApp,
  type TestOrganization,
  useTestApp,
} from '../../test/harness/index.ts';
import { transaction } from '../db/index.ts';
import { ok } from '../lib/result.ts';
import { defineMessage, mailBody, sendMessage } from './index.ts';

const note = defineMessage<{ text: string }>({
  name: 'test.note',
  render: (ctx, { text }) => ({ subject: text, ...mailBody(ctx, [{ kind: 'text', text }]) }),
});

let app: TestApp;
let organization: TestOrganization;

beforeAll(async () => {
  app = await useTestApp();
  app.boot.services.messages?.templates.set(note.name, note as never);
});
beforeEach(async () => {
  organization = await newOrganization(app);
});

async function kept(): Promise<string> {
  const sent = await transaction(organization.ctx, async (tx) =>
    ok(await sendMessage(tx, { to: 'asha@example.org', template: note, params: { text: 'Hello' } })),
  );
  if (!sent.ok) throw new Error(sent.code);
  // The tests' application has no mail server.
  await eventually(async () => {
    const row = await app.boot.database.system
      .selectFrom('message')
      .select('state')
      .where('id', '=', sent.data.id)
      .executeTakeFirst();
    return row?.state === 'kept';
  }, 'the message to be kept');
  return sent.data.id;
}

describe('GET /messages', () => {
  it('lists, filters and counts what is in the outbox', async () => {
    const id = await kept();
    const ops = await organization.as('ops');
    const filter = encodeURIComponent(JSON.stringify({ state: ['kept', 'failed'] }));
    const listed = await ops.get(`/messages?filter=${filter}&search=asha&limit=10`);
    expect(listed.status).toBe(200);
    expect(listed.body).toMatchObject({
      ok: true,
      data: [
        {
          id,
          to: 'asha@example.org',
          state: 'kept',
          subject: null,
          title: 'test.note',
          about: null,
          next_attempt_at: null,
          can: { resend: true, cancel: true },
        },
      ],
      page: { next: null },
    });
    expect((await ops.get('/messages/counts')).body.data).toMatchObject({ kept: 1, failed: 0 });
    expect((await ops.get(`/messages?filter=${encodeURIComponent('{"state":"lost"}')}`)).body.error.code).toBe(
      'http.invalid',
    );
  });

  it('shows one with its content', async () => {
    const ops = await organization.as('ops');
    const { body } = await ops.get(`/messages/${await kept()}`);
    expect(body.data.preview).toMatchObject({ subject: 'Hello', as_sent: false, confidential: false, attachments: [] });
    expect(body.data.preview.html).toContain('Hello');
    expect((await ops.get('/messages/01980000-0000-7000-8000-000000000000')).status).toBe(404);
  });

  it('is refused to viewers, and to other organizations', async () => {
    const id = await kept();
    expect((await (await organization.as('viewer')).get('/messages')).status).toBe(403);
    const stranger = await (await newOrganization(app)).as('owner');
    expect((await stranger.get(`/messages/${id}`)).status).toBe(404);
    expect((await stranger.post(`/messages/${id}/resend`)).status).toBe(404);
    expect((await stranger.get('/messages')).body.data).toEqual([]);
  });
});

describe('POST /messages', () => {
  it('resends and cancels, and gives the reason when it can’t', async () => {
    const id = await kept();
    const ops = await organization.as('ops');
    expect((await ops.post(`/messages/${id}/cancel`)).body).toMatchObject({ ok: true, data: { id } });
    const again = await ops.post(`/messages/${id}/cancel`);
    expect([again.status, again.body.error.code]).toEqual([409, 'messages.not_cancellable']);
    expect((await ops.post(`/messages/${id}/resend`)).body).toMatchObject({ ok: true, data: { id, as: id } });
    const bulk = await ops.post('/messages/bulk-resend', { ids: ['01980000-0000-7000-8000-000000000000'] });
    expect(bulk.body.data).toEqual({
      resent: [],
      refused: [{ id: '01980000-0000-7000-8000-000000000000', code: 'messages.not_found' }],
    });
    expect((await ops.post('/messages/bulk-resend', { ids: [] })).status).toBe(400);
  });
});

describe('/settings', () => {
  it('are read and changed by an owner; a password is stored and never shown', async () => {
    const admin = await organization.as('owner');
    const patched = await admin.patch('/settings/mail', {
      host: 'smtp.example.org',
      from_address: 'desk@example.org',
      user: 'desk',
      password: 'hunter2',
    });
    expect(patched.body).toMatchObject({
      ok: true,
      data: {
        module: 'mail',
        secrets_set: ['password'],
        values: { host: 'smtp.example.org', port: 587, password: null },
      },
    });
    const listed = await admin.get('/settings');
    expect(listed.body.data.find((it: { module: string }) => it.module === 'mail').schema.properties.host.title).toBe(
      'Mail server',
    );
    expect(JSON.stringify([patched.body, listed.body])).not.toContain('hunter2');
  });

  it('name the faulty field in the reader’s language', async () => {
    const admin = await organization.as('owner');
    const { status, body } = await admin.patch(
      '/settings/mail',
      { host: 'smtp.example.org', port: 0 },
      { 'accept-language': 'hi' },
    );
    expect(status).toBe(422);
    expect(body.error).toMatchObject({ code: 'settings.invalid', fields: { port: 'यहाँ यह मान मान्य नहीं है।' } });
    const alone = await admin.patch('/settings/mail', { host: 'smtp.example.org' });
    expect(alone.body.error.fields).toHaveProperty('from_address');
  });

  it('are refused to ops', async () => {
    const ops = await organization.as('ops');
    expect((await ops.get('/settings')).status).toBe(403);
    expect((await ops.patch('/settings/mail', {})).status).toBe(403);
  });
});
