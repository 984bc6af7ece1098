/** A message's path through the outbox, with a real database and a real SMTP server. */
import { describe, expect, it } from 'vitest';
import { eventually, newOrganization, openTestApp } from '../../test/harness/index.ts';
import { transaction } from '../db/index.ts';
import { newId } from '../lib/ids.ts';
import { refuse } from '../lib/result.ts';
import { applyRetention } from '../retention/index.ts';
import { patchSettings } from '../settings/index.ts';
import { resendMessage, resendMessages, sendMessage } from './index.ts';
import { getMessage } from './queries/get-message.ts';
import { listMessages } from './queries/list-messages.ts';
import { broken, hello, outboxOfFile, PIXEL, registerTemplates, someone } from './test/outbox.ts';

const box = outboxOfFile();

describe('a message', () => {
  it('is sent after the commit, in its language, with its pictures inside', async () => {
    const to = someone();
    const id = await box.queue(to, { language: 'hi', subject: { type: 'test.customer', id: newId() } });
    const [mail] = await box.smtp.waitFor({ to });
    const parsed = await mail?.parse();
    expect(parsed?.subject).toBe('ऐसा कोई संदेश नहीं है। Asha');
    expect(parsed?.from).toMatchObject({ name: 'Diwali Fair', address: 'mail@house.example' });
    expect(parsed?.messageId).toBe(`<${id}@house.example>`);
    expect(parsed?.text).toContain('Diwali Fair');
    expect(parsed?.html).toContain('cid:dot');
    expect(parsed?.attachments[0]).toMatchObject({
      filename: 'dot.png',
      mimeType: 'image/png',
      disposition: 'inline',
      contentId: '<dot>',
    });
    expect(Buffer.from(parsed?.attachments[0]?.content as ArrayBuffer).equals(PIXEL)).toBe(true);

    const sent = await box.becomes(id, 'sent');
    expect(sent).toMatchObject({ attempts: 1, last_error: null, subject: parsed?.subject, language: 'hi' });
    expect(sent.sent_at).not.toBeNull();
  });

  it('does not exist when its transaction is rolled back', async () => {
    const to = someone();
    await transaction(box.organization.ctx, async (tx) => {
      await sendMessage(tx, { to, template: hello, params: { name: 'x' } });
      return refuse('no');
    });
    await box.dispatcher.drain();
    expect(box.smtp.mails.filter((mail) => mail.envelope.to.includes(to))).toEqual([]);
  });

  it('cannot be given a second recipient or a header', async () => {
    const id = await box.queue(`${someone()}, ${someone('second')}`, {
      params: { name: 'x\r\nBcc: third@example.org' },
    });
    const it = await eventually(async () => {
      const seen = await box.row(id);
      return ['failed', 'sent'].includes(seen.state) && seen;
    });
    expect(it.subject).not.toMatch(/[\r\n]/);
    expect(box.smtp.mails.flatMap((mail) => mail.envelope.to).filter((to) => /^(second|third)/.test(to))).toEqual([]);
  });

  it('belongs to its organization only', async () => {
    const id = await box.queue(someone());
    const other = await newOrganization(box.app);
    expect(await getMessage(other.ctx, id)).toMatchObject({ ok: false, code: 'messages.not_found' });
    expect(await resendMessage(other.ctx, id)).toMatchObject({ ok: false, code: 'messages.not_found' });
  });

  it('whose template throws is deferred, and one whose module is gone has failed', async () => {
    const thrown = await box.queue(someone(), { template: broken });
    const it = await eventually(async () => {
      const seen = await box.row(thrown);
      return seen.deferrals === 1 && seen;
    });
    expect(it).toMatchObject({ state: 'queued', attempts: 0, last_error: 'could not be rendered: no such customer' });
    const gone = await box.queue(someone(), { template: 'gone.module' });
    expect((await box.becomes(gone, 'failed')).last_error).toContain('gone.module');
  });
});

describe('the list', () => {
  it('filters by state, template, record and time, searches addresses, and pages', async () => {
    const about = { type: 'test.customer', id: newId() };
    const first = await box.queue(someone('ALPHA'), { subject: about });
    const second = await box.queue(someone('beta'));
    const third = await box.queue(someone('nobody'), { template: 'gone.module' });
    await box.becomes(third, 'failed');
    await box.becomes(second, 'sent');
    await box.becomes(first, 'sent');
    const ids = (result: Awaited<ReturnType<typeof box.list>>) => result.data.map((message) => message.id);
    expect(ids(await box.list())).toEqual([third, second, first]);
    expect(ids(await box.list({ sort: 'created_at', limit: 2 }))).toEqual([first, second]);
    expect(ids(await box.list({ filter: { state: 'failed' } }))).toEqual([third]);
    expect(ids(await box.list({ filter: { state: ['sent', 'kept'], template: 'test.hello' } }))).toEqual([
      second,
      first,
    ]);
    expect(ids(await box.list({ filter: { subject_type: about.type, subject_id: about.id } }))).toEqual([first]);
    expect(ids(await box.list({ filter: { to: new Date(Date.now() - 60_000).toISOString() } }))).toEqual([]);
    expect(ids(await box.list({ search: 'alpha' }))).toEqual([first]);
    expect(ids(await box.list({ search: 'al_ha' }))).toEqual([]);
    const page = await box.list({ limit: 2 });
    expect(ids(await box.list({ limit: 2, after: page.page?.next ?? '' }))).toEqual([first]);
    expect(await listMessages(box.organization.ctx, { filter: {}, limit: 2, after: 'nonsense' })).toMatchObject({
      code: 'http.bad_cursor',
    });
    expect((await box.list()).data[0]).toMatchObject({ can: { resend: true, cancel: true } });
  });
});

describe('old messages', () => {
  it('are deleted after the organization’s limit, but not those that wait', async () => {
    const { system } = box;
    const DAY = 86_400_000;
    const old = async (days: number, state: string) => {
      const id = newId(box.app.clock.now().getTime() - days * DAY);
      const far = new Date('2090-01-01');
      await system
        .insertInto('message')
        .values({
          organization_id: box.organization.id,
          id,
          channel: 'email',
          to_address: 'x@example.org',
          template: 'test.hello',
          language: 'en',
          state,
          next_attempt_at: far,
          sent_at: state === 'sent' ? far : null,
        })
        .execute();
      return id;
    };
    await patchSettings(box.organization.ctx, 'mail', { keep_days: 60 });
    const [forgotten, young, waiting] = [await old(61, 'sent'), await old(59, 'sent'), await old(500, 'queued')];
    const ctx = { ...box.app.ctxFor(null, 'test') };
    await applyRetention({ ...ctx, organization: null });
    const left = (await box.list({ sort: 'created_at' })).data.map((message) => message.id);
    expect(left).toEqual([waiting, young]);
    expect(left).not.toContain(forgotten);
    await system.deleteFrom('message').where('id', '=', waiting).execute();
  });
});

describe('without a mail server', () => {
  it('mail is kept unrendered, can be read, and is sent by a person once there is a server', async () => {
    const bare = await openTestApp({});
    registerTemplates(bare);
    const own = await newOrganization(bare);
    try {
      const to = someone();
      const id = await box.queue(to, {}, own);
      const seen = () =>
        bare.boot.database.system.selectFrom('message').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
      await eventually(async () => (await seen()).state === 'kept');
      expect(await seen()).toMatchObject({ subject: null, body_text: null, body_html: null });
      const kept = await getMessage(own.ctx, id);
      expect(kept).toMatchObject({
        ok: true,
        data: { attempts: 0, subject: null, title: 'test.hello', preview: { as_sent: false } },
      });
      expect(kept.ok && kept.data.preview?.html).toContain('data:image/png;base64,');

      const patched = await patchSettings(own.ctx, 'mail', {
        host: box.smtp.host,
        port: box.smtp.port,
        encryption: 'none',
        from_address: 'desk@fair.example',
        reply_to: 'ask@fair.example',
      });
      expect(patched).toMatchObject({ ok: true });
      await bare.boot.services.messages?.dispatcher?.drain();
      expect((await seen()).state).toBe('kept'); // nothing is sent automatically
      await resendMessages(own.ctx, [id]);
      const [mail] = await box.smtp.waitFor({ to });
      expect(await mail?.parse()).toMatchObject({
        from: { address: 'desk@fair.example' },
        replyTo: [{ address: 'ask@fair.example' }],
      });
    } finally {
      await bare.close();
    }
  });
});
