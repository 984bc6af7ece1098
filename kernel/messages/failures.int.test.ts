/** Messages when servers, connections and dispatchers fail. */
import { describe, expect, it } from 'vitest';
import { startFakeSmtp } from '../../test/fakes/smtp.ts';
import { eventually, newOrganization, openTestApp } from '../../test/harness/index.ts';
import { transaction } from '../db/index.ts';
import { newId } from '../lib/ids.ts';
import { ok } from '../lib/result.ts';
import { patchSettings } from '../settings/index.ts';
import { claimDue, markSending, sweepExpired } from './dispatch/store.ts';
import { mailHealth, resendMessage, sendMessage } from './index.ts';
import { hello, outboxOfFile, registerTemplates, someone } from './test/outbox.ts';

const box = outboxOfFile();

describe('when the server', () => {
  it('is down for an hour, the mail goes out within a minute or so of its return', async () => {
    await box.smtp.goDown();
    const to = someone();
    const id = await box.queue(to);
    for (let minute = 0; minute < 60; minute++) {
      await box.dispatcher.drain();
      box.app.clock.advance(60_000);
    }
    expect(await box.row(id)).toMatchObject({ state: 'queued' });
    expect((await box.row(id)).last_error).toMatch(/ECONNREFUSED/);
    expect(await mailHealth(box.app.boot)).toEqual({ state: 'down', detail: 'ECONNREFUSED' });
    await box.smtp.comeBack();
    box.app.clock.advance(75_000);
    await box.dispatcher.drain();
    await box.becomes(id, 'sent');
    await box.smtp.waitFor({ to });
  });

  it('says it is closing (421), all messages wait and none fails', async () => {
    box.smtp.behave('closing');
    const ids = [await box.queue(someone()), await box.queue(someone()), await box.queue(someone())];
    await box.dispatcher.drain();
    for (const id of ids) expect(await box.row(id)).toMatchObject({ state: 'queued', deferrals: 0 });
    box.smtp.behave('ok');
    box.app.clock.advance(75_000);
    await box.dispatcher.drain();
    for (const id of ids) await box.becomes(id, 'sent');
  });

  it('puts one recipient off (451), only that message waits', async () => {
    const grey = someone('grey');
    box.smtp.behave('greylist', 'grey-');
    const put = await box.queue(grey);
    const other = await box.queue(someone());
    await box.becomes(other, 'sent');
    await box.dispatcher.drain();
    expect(await box.row(put)).toMatchObject({ state: 'queued', deferrals: 1, attempts: 1 });
    box.app.clock.advance(75_000);
    await box.dispatcher.drain();
    expect(await box.becomes(put, 'sent')).toMatchObject({ attempts: 2, last_error: null });
  });

  it('has no such mailbox (550), the message has failed, and a person can send it again', async () => {
    const to = someone('nobody');
    box.smtp.behave('no_such_mailbox', 'nobody-');
    const id = await box.queue(to);
    expect((await box.becomes(id, 'failed')).last_error).toContain('No such mailbox');
    box.smtp.behave('ok', 'nobody-');
    expect(await resendMessage(box.organization.ctx, id)).toEqual({ ok: true, data: { id, as: id } });
    await box.becomes(id, 'sent');
  });

  it('drops the connection after the data, the result is unknown, so only a person sends it again', async () => {
    const to = someone('cut');
    box.smtp.behave('cut_after_data', 'cut-');
    const id = await box.queue(to);
    expect((await box.becomes(id, 'unknown')).last_error).toContain('closed');
    box.app.clock.advance(24 * 3_600_000);
    await box.dispatcher.drain();
    expect(box.smtp.mails.filter((mail) => mail.envelope.to.includes(to))).toHaveLength(1);

    box.smtp.behave('ok', 'cut-');
    await resendMessage(box.organization.ctx, id);
    await box.becomes(id, 'sent');
    const [first, second] = await Promise.all(
      box.smtp.mails.filter((mail) => mail.envelope.to.includes(to)).map((mail) => mail.parse()),
    );
    expect(second?.messageId).toBe(first?.messageId);
  });

  it('drops the connection before the data, it is safe to try again', async () => {
    const id = await box.queue(someone('early'), {});
    await box.becomes(id, 'sent');
    box.smtp.behave('cut_at_recipient', 'early-');
    const next = await box.queue(someone('early'));
    await box.dispatcher.drain();
    expect(await box.row(next)).toMatchObject({ state: 'queued' });
    box.smtp.behave('ok', 'early-');
    box.app.clock.advance(75_000);
    await box.dispatcher.drain();
    await box.becomes(next, 'sent');
  });
});

describe('an organization with its own server', () => {
  it('is not delayed by the environment’s server, and doesn’t delay it', async () => {
    const own = await startFakeSmtp();
    try {
      const apart = await newOrganization(box.app, { name: 'Apart' });
      const account = {
        host: own.host,
        port: own.port,
        encryption: 'none',
        from_address: 'desk@apart.example',
      };
      expect(await patchSettings(apart.ctx, 'mail', account)).toMatchObject({ ok: true });
      box.smtp.behave('silent');
      await box.queue(someone());
      const to = someone();
      await box.queue(to, {}, apart);
      const [mail] = await own.waitFor({ to });
      expect((await mail?.parse())?.from).toMatchObject({ name: 'Apart', address: 'desk@apart.example' });
    } finally {
      box.smtp.behave('closing'); // drops the silent connections
      await own.stop();
    }
  });
});

describe('a dispatcher that is stopped', () => {
  it('puts back what waits, and marks what was sent without an answer as unknown', async () => {
    const stalled = await startFakeSmtp();
    stalled.behave('hang_after_data');
    const short = await openTestApp({
      EMAIL_HOST: stalled.host,
      EMAIL_PORT: String(stalled.port),
      EMAIL_USE_TLS: 'false',
    });
    registerTemplates(short);
    const there = await newOrganization(short);
    try {
      const ids: string[] = [];
      for (let i = 0; i < 8; i++) ids.push(await box.queue(someone(), {}, there));
      await stalled.waitFor({ count: 5 }); // as many as there are connections
      await short.boot.services.messages?.dispatcher?.stop(100);
      const rows = await short.boot.database.system
        .selectFrom('message')
        .select(['state', 'next_attempt_at'])
        .where('id', 'in', ids)
        .execute();
      expect(rows.map((it) => it.state).sort()).toEqual([...Array(3).fill('queued'), ...Array(5).fill('unknown')]);
      for (const it of rows)
        if (it.state === 'queued') expect(it.next_attempt_at.getTime()).toBeLessThanOrEqual(Date.now());
    } finally {
      await short.close();
      await stalled.stop();
    }
  });
});

describe('a dispatcher that dies', () => {
  it('while the channel sends a message leaves it unknown', async () => {
    const id = await box.queue(someone());
    await box.becomes(id, 'sent');
    const { system } = box;
    const lease = new Date(box.app.clock.now().getTime() - 1000);
    await system
      .updateTable('message')
      .set({ state: 'sending', sent_at: null, lease_until: lease })
      .where('id', '=', id)
      .execute();
    await sweepExpired(system, box.app.clock.now());
    expect(await box.row(id)).toMatchObject({ state: 'unknown', lease_until: null });
  });

  it('with messages only claimed releases them when the claim expires', async () => {
    const { system } = box;
    const now = box.app.clock.now();
    const far = new Date(now.getTime() + 50 * 365 * 86_400_000);
    const id = newId();
    // Due in fifty years, so that the server's own dispatcher doesn't take them.
    await system
      .insertInto('message')
      .values({
        organization_id: box.organization.id,
        id,
        channel: 'email',
        to_address: 'x@example.org',
        template: 'test.hello',
        language: 'en',
        params: '{}',
        next_attempt_at: far,
      })
      .execute();
    const at = (ms: number) => new Date(far.getTime() + ms);
    const except: string[] = [];
    const first = (await claimDue(system, at(1), at(1000), 1000, except)).find((message) => message.id === id);
    expect(first?.claimed_until).toEqual(at(1000));
    expect(await claimDue(system, at(2), at(2000), 1000, except)).toEqual([]);
    const second = (await claimDue(system, at(1001), at(3000), 1000, except)).find((message) => message.id === id);
    expect(second).toBeDefined();
    // The first one resumes and must not send it a second time.
    const body = {
      lease_until: at(9000),
      subject: 's',
      body_text: 't',
      body_html: null,
      organization_id: box.organization.id,
      id,
    };
    expect(await markSending(system, [{ ...body, claimed_until: at(1000) }])).toEqual(new Set());
    expect(await markSending(system, [{ ...body, claimed_until: at(3000) }])).toEqual(new Set([id]));
    await system.deleteFrom('message').where('id', '=', id).execute();
  });
});

describe('two dispatchers', () => {
  it('send each message once', async () => {
    const second = await openTestApp(
      { EMAIL_HOST: box.smtp.host, EMAIL_PORT: String(box.smtp.port), EMAIL_USE_TLS: 'false' },
      box.app.config.DATABASE_URL,
    );
    registerTemplates(second);
    const tag = `race${Date.now()}`;
    try {
      await transaction(box.organization.ctx, async (tx) => {
        await Promise.all(
          Array.from({ length: 300 }, (_, i) =>
            sendMessage(tx, { to: `${tag}-${i}@example.org`, template: hello, params: { name: 'R' } }),
          ),
        );
        return ok(null);
      });
      await eventually(
        async () => box.smtp.mails.filter((mail) => mail.envelope.to[0]?.startsWith(tag)).length >= 300,
        'all mails',
      );
      await Promise.all([box.dispatcher.drain(), second.boot.services.messages?.dispatcher?.drain()]);
      const recipients = box.smtp.mails.flatMap((mail) => mail.envelope.to).filter((to) => to.startsWith(tag));
      expect(recipients).toHaveLength(300);
      expect(new Set(recipients).size).toBe(300);
    } finally {
      await second.close();
    }
  });
});
