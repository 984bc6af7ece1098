import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { newOrganization, openTestApp, type TestApp, useTestApp } from '../../test/harness/index.ts';
import { directPhone } from '../conversations/test/phone.ts';
import { newId } from '../lib/ids.ts';
import { createPerson } from '../people/index.ts';
import { staffChats, staffOf } from './index.ts';

let app: TestApp;
beforeAll(async () => {
  app = await useTestApp();
});
afterEach(() => app.clock.reset());

async function office(language = 'en') {
  const organization = await newOrganization(app);
  const ops = await organization.as('ops');
  const phone = directPhone(app, organization, 'telegram', language);
  const conversation = async () =>
    organization.ctx.db
      .selectFrom('conversation')
      .selectAll()
      .where('address', '=', phone.address)
      .executeTakeFirstOrThrow();
  const last = async () => (await phone.received()).at(-1)?.text ?? '';
  return { organization, ops, phone, conversation, last, ctx: organization.ctx };
}

describe('a chat of a member of staff', () => {
  it('is linked by a code, once; actions in it use the member’s current role', async () => {
    const { organization, ops, phone, conversation, last, ctx } = await office();
    const made = await ops.post('/staff/chats/code');
    expect(made.status).toBe(200);
    const { code, message, web_url } = made.body.data;
    expect(message).toBe(`start staff-${code}`);
    expect(web_url).toContain(`/chat/${organization.slug}?start=staff-${code}`);
    await phone.send({ kind: 'start', payload: `staff-${code}` });
    expect(await last()).toMatch(/^This chat is yours now, /);
    const { id } = await conversation();
    expect(await staffOf(ctx, id)).toMatchObject({ kind: 'user', id: ops.userId, role: 'ops' });
    expect(await staffChats(ctx, 'payments.verify')).toMatchObject([{ conversationId: id }]);
    expect(await staffChats(ctx, 'mess.manage')).toEqual([]);
    const listed = await ops.get('/staff/chats');
    expect(listed.body.data).toMatchObject([{ id, channel: 'telegram', name: 'Asha' }]);
    const entries = await ctx.db
      .selectFrom('audit_entry')
      .select(['action', 'actor_id'])
      .where('action', 'like', 'staff.%')
      .orderBy('id')
      .execute();
    expect(entries).toEqual([
      { action: 'staff.code_made', actor_id: ops.userId },
      { action: 'staff.chat_linked', actor_id: ops.userId },
    ]);

    // The code is used up.
    const other = directPhone(app, organization, 'telegram', 'en');
    await other.send({ kind: 'text', text: message });
    expect((await other.received()).at(-1)?.text).toMatch(/^This code isn’t known/);

    // A lower role applies at once, and a removed member can do nothing.
    const system = app.boot.database.system;
    await system.updateTable('membership').set({ role: 'viewer' }).where('user_id', '=', ops.userId).execute();
    expect(await staffOf(ctx, id)).toMatchObject({ role: 'viewer' });
    await system.deleteFrom('membership').where('user_id', '=', ops.userId).execute();
    expect(await staffOf(ctx, id)).toBe(null);
    expect(await staffChats(ctx, 'mess.read')).toEqual([]);
  });

  it('is not linked by a code that is old, wrong, replaced, or another organization’s', async () => {
    const { ops, phone, last, ctx } = await office();
    const first = (await ops.post('/staff/chats/code')).body.data.message as string;
    const second = (await ops.post('/staff/chats/code')).body.data.message as string;
    await phone.send({ kind: 'text', text: first });
    expect(await last()).toMatch(/^This code isn’t known/);
    const elsewhere = await office();
    await elsewhere.phone.send({ kind: 'text', text: second });
    expect(await elsewhere.last()).toMatch(/^This code isn’t known/);
    app.clock.advance(15 * 60_000 + 1000);
    for (const text of [second, 'start staff-ABC', 'start staff-2222 2222']) {
      await phone.send({ kind: 'text', text });
      expect(await last(), text).toMatch(/^This code isn’t known/);
    }
    expect(await ctx.db.selectFrom('staff_chat').selectAll().execute()).toEqual([]);
  });

  it('is unlinked by its member only', async () => {
    const { organization, ops, phone, conversation, ctx } = await office();
    await phone.send({ kind: 'text', text: (await ops.post('/staff/chats/code')).body.data.message });
    const { id } = await conversation();
    const admin = await organization.as('admin');
    expect((await admin.delete(`/staff/chats/${id}`)).status).toBe(404);
    expect((await ops.delete(`/staff/chats/${id}`)).status).toBe(200);
    expect(await staffOf(ctx, id)).toBe(null);
  });
});

it('ADMIN_TG_IDS are admins of the first organization, and of no other', async () => {
  const own = await openTestApp({ ADMIN_TG_IDS: '6000000001, 6000000002' });
  try {
    const [first, second] = [await newOrganization(own), await newOrganization(own)];
    const writes = async (organization: typeof first, address: string, channel = 'telegram') => {
      const person = await createPerson(organization.ctx, { name: 'Ravi' });
      if (!person.ok) throw new Error(person.code);
      const now = own.clock.now();
      const row = { organization_id: organization.id, id: newId(), person_id: person.data.id, channel, address };
      await organization.ctx.db
        .insertInto('conversation')
        .values({ ...row, language: 'en', account: '7', last_message_at: now, created_at: now })
        .execute();
      return row;
    };
    const admin = await writes(first, '6000000002');
    expect(await staffOf(first.ctx, admin.id)).toMatchObject({
      kind: 'chat',
      role: 'admin',
      name: 'Telegram 6000000002',
    });
    expect(await staffChats(first.ctx, 'mess.manage')).toMatchObject([{ conversationId: admin.id }]);
    expect(await staffOf(first.ctx, (await writes(first, '6000000003')).id)).toBe(null);
    // Another channel's address may look like a Telegram id.
    expect(await staffOf(first.ctx, (await writes(first, '6000000001', 'sms')).id)).toBe(null);
    expect(await staffOf(second.ctx, (await writes(second, '6000000001')).id)).toBe(null);
  } finally {
    await own.close();
  }
});
