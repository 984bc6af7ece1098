import { beforeAll, describe, expect, test } from 'vitest';
import {
  eventually,
  newOrganization,
  type TestApp,
  type TestOrganization,
  useTestApp,
} from '../../test/harness/index.ts';
import { webVisitor } from '../../test/harness/web-chat.ts';
import type { ConversationLine } from './contract.ts';

let app: TestApp;
let organization: TestOrganization;
beforeAll(async () => {
  app = await useTestApp();
});

/** A visitor of the web chat who has sent a message, and their conversation. */
async function visit(text = 'hello') {
  const { write: send, settled, read, address } = webVisitor(app, organization.slug);
  const write = async (words: string) => {
    await send({ text: words });
    await settled();
  };
  await write(text);
  const { id } = await organization.ctx.db
    .selectFrom('conversation')
    .select('id')
    .where('address', '=', address())
    .executeTakeFirstOrThrow();
  return { id, write, read };
}

const auditOf = async (id: string) => {
  const rows = await organization.ctx.db
    .selectFrom('audit_entry')
    .select('action')
    .where('subject_id', '=', id)
    .orderBy('id')
    .execute();
  return rows.map((row) => row.action);
};

describe('the inbox', () => {
  beforeAll(async () => {
    organization = await newOrganization(app);
  });

  test('lists conversations by their latest message, a page at a time, and finds them', async () => {
    const staff = await organization.as('ops');
    const [first, second, third] = [await visit('one'), await visit('two'), await visit('three')];
    await first.write('one more');
    const ids = (rows: { id: string }[]) => rows.map((row) => row.id);
    const page = await staff.get('/conversations?limit=2');
    expect(ids(page.body.data)).toEqual([first.id, third.id]);
    const next = await staff.get(`/conversations?limit=2&after=${page.body.page.next}`);
    expect(ids(next.body.data)).toEqual([second.id]);
    const filter = encodeURIComponent(JSON.stringify({ channel: 'telegram' }));
    expect((await staff.get(`/conversations?filter=${filter}`)).body.data).toEqual([]);
    const { address } = (await staff.get(`/conversations/${second.id}`)).body.data;
    expect(ids((await staff.get(`/conversations?search=${address}`)).body.data)).toEqual([second.id]);
  });

  test('shows the person, the window and the messages to those with permission', async () => {
    const staff = await organization.as('ops');
    const { id } = await visit();
    const { data } = (await staff.get(`/conversations/${id}`)).body;
    expect(data).toMatchObject({ channel: 'web', mode: 'flow', window: { open: true, otherwise: null } });
    const lines: ConversationLine[] = (await staff.get(`/conversations/${id}/messages`)).body.data;
    expect(lines.at(-1)).toMatchObject({ direction: 'in', author: 'person', text: 'hello', delivery: null });
    const viewer = await organization.as('viewer');
    expect((await viewer.get(`/conversations/${id}`)).status).toBe(403);
    const other = await (await newOrganization(app)).as('owner');
    expect((await other.get(`/conversations/${id}`)).body.error.code).toBe('channels.conversation_not_found');
  });
});

describe('a person of the organization', () => {
  beforeAll(async () => {
    organization = await newOrganization(app);
  });

  test('replies, which takes the conversation over; the flow is silent until it is handed back', async () => {
    const staff = await organization.as('ops');
    const { id, write, read } = await visit();
    expect((await staff.post(`/conversations/${id}/reply`, { text: ' I am here. ' })).status).toBe(201);
    expect(await read()).toMatchObject({ with_person: true });
    expect((await read()).lines.at(-1)).toMatchObject({ mine: false, author: 'staff', text: 'I am here.' });

    await write('menu');
    expect((await read()).lines.at(-1)).toMatchObject({ mine: true, text: 'menu' });
    expect((await staff.get('/conversations/counts')).body.data).toMatchObject({ unread: 1, staff: 1 });
    await staff.post(`/conversations/${id}/read`);
    expect((await staff.get('/conversations/counts')).body.data).toMatchObject({ unread: 0 });

    expect((await staff.post(`/conversations/${id}/hand-back`)).body.data).toEqual({ id, mode: 'flow' });
    await eventually(async () => (await read()).lines.at(-1)?.author === 'flow', 'the flow to ask again');
    expect(await auditOf(id)).toEqual(
      expect.arrayContaining(['channels.taken_over', 'channels.replied', 'channels.handed_back']),
    );
  });

  test('leaves a note that only colleagues see', async () => {
    const staff = await organization.as('ops');
    const { id, read } = await visit();
    const before = (await read()).lines.length;
    await staff.post(`/conversations/${id}/note`, { text: 'Paid last time with a torn receipt.' });
    expect((await read()).lines).toHaveLength(before);
    const [line] = (await staff.get(`/conversations/${id}/messages?limit=1`)).body.data;
    expect(line).toMatchObject({ kind: 'note', author: 'staff', text: 'Paid last time with a torn receipt.' });
  });

  test('an empty reply, or one without a conversation, is refused', async () => {
    const staff = await organization.as('ops');
    const { id } = await visit();
    expect((await staff.post(`/conversations/${id}/reply`, { text: '  ' })).body.error.code).toBe(
      'channels.empty_message',
    );
    const nowhere = '00000000-0000-7000-8000-000000000000';
    expect((await staff.post(`/conversations/${nowhere}/reply`, { text: 'hi' })).status).toBe(404);
    expect((await staff.post(`/conversations/${nowhere}/take-over`)).status).toBe(404);
    const viewer = await organization.as('viewer');
    expect((await viewer.post(`/conversations/${id}/reply`, { text: 'hi' })).status).toBe(403);
    expect(await auditOf(id)).not.toContain('channels.replied');
  });

  test('a retried reply with the same key is sent once', async () => {
    const staff = await organization.as('ops');
    const { id, read } = await visit();
    const key = { 'idempotency-key': crypto.randomUUID() };
    const answers = await Promise.all(
      [1, 2, 3].map(() => staff.post(`/conversations/${id}/reply`, { text: 'once' }, key)),
    );
    expect(new Set(answers.filter((a) => a.status === 201).map((a) => a.body.data.id)).size).toBe(1);
    expect((await read()).lines.filter((line) => line.text === 'once')).toHaveLength(1);
  });
});

test('channels show whether they are set up, and their address for people', async () => {
  organization = await newOrganization(app);
  const staff = await organization.as('ops');
  const { data } = (await staff.get('/channels')).body;
  expect(data.map((channel: { name: string }) => channel.name)).toEqual([
    'web',
    'whatsapp',
    'telegram',
    'sms',
    'email',
  ]);
  expect(data[0]).toMatchObject({
    ready: true,
    address: `http://localhost:3000/chat/${organization.slug}`,
    webhook: null,
  });
  expect(data[1]).toMatchObject({ ready: false, webhook: 'http://localhost:3000/whatsapp/webhook/' });
});
