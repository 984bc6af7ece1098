/** The outbox against a real database and a real SMTP server that fails as real ones do. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FakeSmtp, startFakeSmtp } from '../../test/fakes/smtp.ts';
import {
  eventually,
  newOrganization,
  openTestHouse,
  type TestHouse,
  type TestOrganization,
} from '../../test/harness/index.ts';
import { transaction } from '../db/index.ts';
import { t } from '../i18n/index.ts';
import { newId } from '../lib/ids.ts';
import { ok, refuse } from '../lib/result.ts';
import {
  cancelMessage,
  defineMessage,
  mailBody,
  mailHealth,
  resendMessage,
  resendMessages,
  sendMessage,
} from './index.ts';
import { getMessage } from './queries/get-message.ts';
import { type ListInput, listMessages } from './queries/list-messages.ts';

const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

const hello = defineMessage<{ name: string }>({
  name: 'test.hello',
  render: (ctx, { name }) => ({
    subject: `${t(ctx, 'errors.messages.not_found')} ${name}`,
    ...mailBody(ctx, [
      { kind: 'heading', text: name },
      { kind: 'image', cid: 'dot', alt: 'a dot', width: 10 },
    ]),
    attachments: [{ filename: 'dot.png', contentType: 'image/png', content: PIXEL, cid: 'dot' }],
  }),
});
const broken = defineMessage<object>({
  name: 'test.broken',
  render() {
    throw new Error('no such customer');
  },
});
const secretLink = defineMessage<object>({
  name: 'test.secret',
  confidential: true,
  render: () => ({ subject: 'Your link', text: 'https://x/?token=abc' }),
});

let smtp: FakeSmtp;
let house: TestHouse;
let organization: TestOrganization;

function teach(it: TestHouse) {
  for (const template of [hello, broken, secretLink])
    it.boot.house.messages?.templates.set(template.name, template as never);
}

beforeAll(async () => {
  smtp = await startFakeSmtp();
  house = await openTestHouse({
    EMAIL_HOST: smtp.host,
    EMAIL_PORT: String(smtp.port),
    EMAIL_USE_TLS: 'false',
    DEFAULT_FROM_EMAIL: 'House <mail@house.example>',
  });
  teach(house);
});
afterAll(async () => {
  await house?.close();
  await smtp?.stop();
});
beforeEach(async () => {
  smtp.behave('ok');
  house.clock.advance(10 * 60_000); // past any pause that the test before left behind
  organization = await newOrganization(house, { name: 'Diwali Fair' });
});

let people = 0;
const someone = (tag = 'person') => `${tag}-${++people}@example.org`;

async function queue(to: string, over: object = {}, org = organization): Promise<string> {
  const sent = await transaction(org.ctx, async (tx) =>
    ok(await sendMessage(tx, { to, template: hello, params: { name: 'Asha' }, ...over })),
  );
  if (!sent.ok) throw new Error(sent.code);
  return sent.data.id;
}

const row = (id: string) =>
  house.boot.database.system.selectFrom('message').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
const becomes = (id: string, state: string) =>
  eventually(async () => {
    const it = await row(id);
    return it.state === state && it;
  }, `message to be ${state}`);
const dispatcher = () => {
  const it = house.boot.house.messages?.dispatcher;
  if (!it) throw new Error('no dispatcher');
  return it;
};
const detail = async (id: string) => {
  const result = await getMessage(organization.ctx, id);
  if (!result.ok) throw new Error(result.code);
  return result.data;
};
const list = async (over: Partial<ListInput> = {}) => {
  const result = await listMessages(organization.ctx, { filter: {}, limit: 50, ...over });
  if (!result.ok) throw new Error(result.code);
  return result;
};

describe('a message', () => {
  it('goes out after the commit, in its language, with its pictures inside', async () => {
    const to = someone();
    const id = await queue(to, { language: 'hi', subject: { type: 'test.customer', id: newId() } });
    const [mail] = await smtp.waitFor({ to });
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

    const sent = await becomes(id, 'sent');
    expect(sent).toMatchObject({ attempts: 1, last_error: null, subject: parsed?.subject, language: 'hi' });
    expect(sent.sent_at).not.toBeNull();
  });

  it('does not exist when its transaction is rolled back', async () => {
    const to = someone();
    await transaction(organization.ctx, async (tx) => {
      await sendMessage(tx, { to, template: hello, params: { name: 'x' } });
      return refuse('no');
    });
    await dispatcher().drain();
    expect(smtp.mails.filter((mail) => mail.envelope.to.includes(to))).toEqual([]);
  });

  it('cannot smuggle in a second recipient or a header', async () => {
    const id = await queue(`${someone()}, ${someone('second')}`, { params: { name: 'x\r\nBcc: third@example.org' } });
    const it = await eventually(async () => {
      const seen = await row(id);
      return ['failed', 'sent'].includes(seen.state) && seen;
    });
    expect(it.subject).not.toMatch(/[\r\n]/);
    expect(smtp.mails.flatMap((mail) => mail.envelope.to).filter((to) => /^(second|third)/.test(to))).toEqual([]);
  });

  it('belongs to its organization only', async () => {
    const id = await queue(someone());
    const other = await newOrganization(house);
    expect(await getMessage(other.ctx, id)).toMatchObject({ ok: false, code: 'messages.not_found' });
    expect(await resendMessage(other.ctx, id)).toMatchObject({ ok: false, code: 'messages.not_found' });
  });

  it('whose template throws is put off, and one whose module is gone has failed', async () => {
    const thrown = await queue(someone(), { template: broken });
    const it = await eventually(async () => {
      const seen = await row(thrown);
      return seen.deferrals === 1 && seen;
    });
    expect(it).toMatchObject({ state: 'queued', attempts: 0, last_error: 'could not be rendered: no such customer' });
    const gone = await queue(someone(), { template: 'gone.module' });
    expect((await becomes(gone, 'failed')).last_error).toContain('gone.module');
  });
});

describe('when the server', () => {
  it('is down for an hour, the mail goes out within a minute or so of its return', async () => {
    await smtp.goDown();
    const to = someone();
    const id = await queue(to);
    for (let minute = 0; minute < 60; minute++) {
      await dispatcher().drain();
      house.clock.advance(60_000);
    }
    expect(await row(id)).toMatchObject({ state: 'queued' });
    expect((await row(id)).last_error).toMatch(/ECONNREFUSED/);
    expect(await mailHealth(house.boot)).toEqual({ state: 'down', detail: 'ECONNREFUSED' });
    await smtp.comeBack();
    house.clock.advance(75_000);
    await dispatcher().drain();
    await becomes(id, 'sent');
    await smtp.waitFor({ to });
  });

  it('says it is closing (421), everything waits; nothing is given up', async () => {
    smtp.behave('closing');
    const ids = [await queue(someone()), await queue(someone()), await queue(someone())];
    await dispatcher().drain();
    for (const id of ids) expect(await row(id)).toMatchObject({ state: 'queued', deferrals: 0 });
    smtp.behave('ok');
    house.clock.advance(75_000);
    await dispatcher().drain();
    for (const id of ids) await becomes(id, 'sent');
  });

  it('puts one recipient off (451), only that message waits', async () => {
    const grey = someone('grey');
    smtp.behave('greylist', 'grey-');
    const put = await queue(grey);
    const other = await queue(someone());
    await becomes(other, 'sent');
    await dispatcher().drain();
    expect(await row(put)).toMatchObject({ state: 'queued', deferrals: 1, attempts: 1 });
    house.clock.advance(75_000);
    await dispatcher().drain();
    expect(await becomes(put, 'sent')).toMatchObject({ attempts: 2, last_error: null });
  });

  it('knows no such mailbox (550), the message has failed, and a person can send it again', async () => {
    const to = someone('nobody');
    smtp.behave('no_such_mailbox', 'nobody-');
    const id = await queue(to);
    expect((await becomes(id, 'failed')).last_error).toContain('No such mailbox');
    smtp.behave('ok', 'nobody-');
    expect(await resendMessage(organization.ctx, id)).toEqual({ ok: true, data: { id, as: id } });
    await becomes(id, 'sent');
  });

  it('drops the connection after the data, nobody knows, so nobody sends it again but a person', async () => {
    const to = someone('cut');
    smtp.behave('cut_after_data', 'cut-');
    const id = await queue(to);
    expect((await becomes(id, 'unknown')).last_error).toContain('closed');
    house.clock.advance(24 * 3_600_000);
    await dispatcher().drain();
    expect(smtp.mails.filter((mail) => mail.envelope.to.includes(to))).toHaveLength(1);

    smtp.behave('ok', 'cut-');
    await resendMessage(organization.ctx, id);
    await becomes(id, 'sent');
    const [first, second] = await Promise.all(
      smtp.mails.filter((mail) => mail.envelope.to.includes(to)).map((mail) => mail.parse()),
    );
    expect(second?.messageId).toBe(first?.messageId);
  });

  it('drops the connection before the data, it is safe to try again, and tried again', async () => {
    const id = await queue(someone('early'), {});
    await becomes(id, 'sent');
    smtp.behave('cut_at_recipient', 'early-');
    const next = await queue(someone('early'));
    await dispatcher().drain();
    expect(await row(next)).toMatchObject({ state: 'queued' });
    smtp.behave('ok', 'early-');
    house.clock.advance(75_000);
    await dispatcher().drain();
    await becomes(next, 'sent');
  });
});

describe('an organization with a server of its own', () => {
  it('is not held up by the house’s, nor holds it up', async () => {
    const own = await startFakeSmtp({ auth: { user: 'desk', pass: 'right' } });
    try {
      const { patchSettings } = await import('../settings/index.ts');
      const apart = await newOrganization(house, { name: 'Apart' });
      const account = {
        host: own.host,
        port: own.port,
        encryption: 'none',
        from_address: 'desk@apart.example',
        user: 'desk',
        password: 'right',
      };
      expect(await patchSettings(apart.ctx, 'mail', account)).toMatchObject({ ok: true });
      smtp.behave('silent');
      await queue(someone());
      const to = someone();
      await queue(to, {}, apart);
      const [mail] = await own.waitFor({ to });
      expect(mail?.user).toBe('desk');
      expect((await mail?.parse())?.from).toMatchObject({ name: 'Apart', address: 'desk@apart.example' });
    } finally {
      smtp.behave('closing'); // drops the silent connections
      await own.stop();
    }
  });
});

describe('a dispatcher that is stopped', () => {
  it('gives back what waits, and says of what was handed over without an answer that it doesn’t know', async () => {
    const stalled = await startFakeSmtp();
    stalled.behave('hang_after_data');
    const short = await openTestHouse({
      EMAIL_HOST: stalled.host,
      EMAIL_PORT: String(stalled.port),
      EMAIL_USE_TLS: 'false',
    });
    teach(short);
    const there = await newOrganization(short);
    try {
      const ids: string[] = [];
      for (let i = 0; i < 8; i++) ids.push(await queue(someone(), {}, there));
      await stalled.waitFor({ count: 5 }); // as many as there are connections
      await short.boot.house.messages?.dispatcher?.stop(100);
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
  it('with a message in the channel’s hands leaves it unknown', async () => {
    const id = await queue(someone());
    await becomes(id, 'sent');
    const { system } = house.boot.database;
    const lease = new Date(house.clock.now().getTime() - 1000);
    await system
      .updateTable('message')
      .set({ state: 'sending', sent_at: null, lease_until: lease })
      .where('id', '=', id)
      .execute();
    const { sweepExpired } = await import('./dispatch/store.ts');
    await sweepExpired(system, house.clock.now());
    expect(await row(id)).toMatchObject({ state: 'unknown', lease_until: null });
  });

  it('with messages only claimed gives them back when the claim runs out', async () => {
    const { claimDue, markSending } = await import('./dispatch/store.ts');
    const { system } = house.boot.database;
    const now = house.clock.now();
    const far = new Date(now.getTime() + 50 * 365 * 86_400_000);
    const id = newId();
    // Due in fifty years, so that the house's own dispatcher keeps its hands off.
    await system
      .insertInto('message')
      .values({
        organization_id: organization.id,
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
    // The first comes back from the dead and must not send it a second time.
    const body = {
      lease_until: at(9000),
      subject: 's',
      body_text: 't',
      body_html: null,
      organization_id: organization.id,
      id,
    };
    expect(await markSending(system, [{ ...body, claimed_until: at(1000) }])).toEqual(new Set());
    expect(await markSending(system, [{ ...body, claimed_until: at(3000) }])).toEqual(new Set([id]));
    await system.deleteFrom('message').where('id', '=', id).execute();
  });
});

describe('two dispatchers', () => {
  it('send each message once', async () => {
    const second = await openTestHouse(
      { EMAIL_HOST: smtp.host, EMAIL_PORT: String(smtp.port), EMAIL_USE_TLS: 'false' },
      house.config.DATABASE_URL,
    );
    teach(second);
    const tag = `race${Date.now()}`;
    try {
      await transaction(organization.ctx, async (tx) => {
        await Promise.all(
          Array.from({ length: 300 }, (_, i) =>
            sendMessage(tx, { to: `${tag}-${i}@example.org`, template: hello, params: { name: 'R' } }),
          ),
        );
        return ok(null);
      });
      await eventually(
        async () => smtp.mails.filter((mail) => mail.envelope.to[0]?.startsWith(tag)).length >= 300,
        'all mails',
        15_000,
      );
      await Promise.all([dispatcher().drain(), second.boot.house.messages?.dispatcher?.drain()]);
      const recipients = smtp.mails.flatMap((mail) => mail.envelope.to).filter((to) => to.startsWith(tag));
      expect(recipients).toHaveLength(300);
      expect(new Set(recipients).size).toBe(300);
    } finally {
      await second.close();
    }
  });
});

describe('the list', () => {
  it('filters by state, template, record and time, searches addresses, and pages', async () => {
    const about = { type: 'test.customer', id: newId() };
    const first = await queue(someone('ALPHA'), { subject: about });
    const second = await queue(someone('beta'));
    const third = await queue(someone('nobody'), { template: 'gone.module' });
    await becomes(third, 'failed');
    await becomes(second, 'sent');
    await becomes(first, 'sent');
    const ids = (result: Awaited<ReturnType<typeof list>>) => result.data.map((message) => message.id);
    expect(ids(await list())).toEqual([third, second, first]);
    expect(ids(await list({ sort: 'created_at', limit: 2 }))).toEqual([first, second]);
    expect(ids(await list({ filter: { state: 'failed' } }))).toEqual([third]);
    expect(ids(await list({ filter: { state: ['sent', 'kept'], template: 'test.hello' } }))).toEqual([second, first]);
    expect(ids(await list({ filter: { subject_type: about.type, subject_id: about.id } }))).toEqual([first]);
    expect(ids(await list({ filter: { to: new Date(Date.now() - 60_000).toISOString() } }))).toEqual([]);
    expect(ids(await list({ search: 'alpha' }))).toEqual([first]);
    expect(ids(await list({ search: 'al_ha' }))).toEqual([]);
    const page = await list({ limit: 2 });
    expect(ids(await list({ limit: 2, after: page.page?.next ?? '' }))).toEqual([first]);
    expect(await listMessages(organization.ctx, { filter: {}, limit: 2, after: 'nonsense' })).toMatchObject({
      code: 'http.bad_cursor',
    });
    expect((await list()).data[0]).toMatchObject({ can: { resend: true, cancel: true } });
  });
});

describe('a person', () => {
  it('sends a sent message again as a copy, and the record of the first stays', async () => {
    const to = someone();
    const id = await queue(to);
    await becomes(id, 'sent');
    const again = await resendMessage(organization.ctx, id);
    if (!again.ok) throw new Error(again.code);
    expect(again.data.as).not.toBe(id);
    await becomes(again.data.as, 'sent');
    expect(await row(id)).toMatchObject({ state: 'sent', resent_as: again.data.as });
    const parsed = await Promise.all((await smtp.waitFor({ to, count: 2 })).map((mail) => mail.parse()));
    expect(parsed[0]?.messageId).not.toBe(parsed[1]?.messageId);
    const entry = await house.boot.database.system
      .selectFrom('audit_entry')
      .selectAll()
      .where('subject_id', '=', id)
      .executeTakeFirstOrThrow();
    expect(entry).toMatchObject({
      action: 'messages.resent',
      after: { state: 'queued', to, template: 'test.hello', resent_as: again.data.as },
    });
  });

  it('sends many again, is told which can’t be, and not more than a page', async () => {
    const failed = await queue(someone(), { template: 'gone.module' });
    await becomes(failed, 'failed');
    const unheard = newId();
    expect(await resendMessages(organization.ctx, [failed, unheard, failed])).toEqual({
      ok: true,
      data: { resent: [{ id: failed, as: failed }], refused: [{ id: unheard, code: 'messages.not_found' }] },
    });
    expect(
      await resendMessages(
        organization.ctx,
        Array.from({ length: 201 }, () => newId()),
      ),
    ).toMatchObject({ code: 'messages.too_many' });
  });

  it('cancels what waits, and not what has gone', async () => {
    smtp.behave('greylist', 'later-');
    const id = await queue(someone('later'));
    await eventually(async () => (await row(id)).deferrals === 1);
    expect(await cancelMessage(organization.ctx, id)).toMatchObject({ ok: true });
    house.clock.advance(3_600_000);
    await dispatcher().drain();
    expect(await row(id)).toMatchObject({ state: 'cancelled' });
    const gone = await queue(someone());
    await becomes(gone, 'sent');
    expect(await cancelMessage(organization.ctx, gone)).toMatchObject({ code: 'messages.not_cancellable' });
  });

  it('reads what was sent, pictures included, but never a confidential link', async () => {
    const id = await queue(someone());
    await becomes(id, 'sent');
    const { preview } = await detail(id);
    expect(preview).toMatchObject({
      as_sent: true,
      confidential: false,
      attachments: [{ filename: 'dot.png', content_type: 'image/png', bytes: PIXEL.length }],
    });
    expect(preview?.html).toContain(`data:image/png;base64,${PIXEL.toString('base64')}`);
    const hidden = await queue(someone(), { template: secretLink, params: {} });
    await becomes(hidden, 'sent');
    expect(JSON.stringify([await detail(hidden), await row(hidden)])).not.toContain('token');
    expect((await detail(hidden)).preview).toMatchObject({
      subject: 'Your link',
      text: null,
      html: null,
      confidential: true,
    });
  });
});

describe('old messages', () => {
  it('are forgotten when the organization keeps them no longer, but not what waits', async () => {
    const { pruneMessages } = await import('./jobs/prune-messages.job.ts');
    const { patchSettings } = await import('../settings/index.ts');
    const { system } = house.boot.database;
    const DAY = 86_400_000;
    const old = async (days: number, state: string) => {
      const id = newId(house.clock.now().getTime() - days * DAY);
      const far = new Date('2090-01-01');
      await system
        .insertInto('message')
        .values({
          organization_id: organization.id,
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
    await patchSettings(organization.ctx, 'mail', { keep_days: 60 });
    const [forgotten, young, waiting] = [await old(61, 'sent'), await old(59, 'sent'), await old(500, 'queued')];
    const ctx = { ...house.ctxFor(null, 'test') };
    await pruneMessages.run(ctx, {}, undefined as never);
    const left = (await list({ sort: 'created_at' })).data.map((message) => message.id);
    expect(left).toEqual([waiting, young]);
    expect(left).not.toContain(forgotten);
    await system.deleteFrom('message').where('id', '=', waiting).execute();
  });
});

describe('without a mail server', () => {
  it('mail is kept, readable, and sent by hand once there is one', async () => {
    const bare = await openTestHouse({});
    teach(bare);
    const own = await newOrganization(bare);
    try {
      const to = someone();
      const id = await queue(to, {}, own);
      const seen = () =>
        bare.boot.database.system.selectFrom('message').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
      await eventually(async () => (await seen()).state === 'kept');
      const kept = await getMessage(own.ctx, id);
      expect(kept.ok && kept.data.preview).toMatchObject({ as_sent: true });
      expect(kept.ok && kept.data.attempts).toBe(0);

      const { patchSettings } = await import('../settings/index.ts');
      const patched = await patchSettings(own.ctx, 'mail', {
        host: smtp.host,
        port: smtp.port,
        encryption: 'none',
        from_address: 'desk@fair.example',
        reply_to: 'ask@fair.example',
      });
      expect(patched).toMatchObject({ ok: true });
      await bare.boot.house.messages?.dispatcher?.drain();
      expect((await seen()).state).toBe('kept'); // nothing goes out unasked
      await resendMessages(own.ctx, [id]);
      const [mail] = await smtp.waitFor({ to });
      expect(await mail?.parse()).toMatchObject({
        from: { address: 'desk@fair.example' },
        replyTo: [{ address: 'ask@fair.example' }],
      });
    } finally {
      await bare.close();
    }
  });
});
