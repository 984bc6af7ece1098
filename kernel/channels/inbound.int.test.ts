/** Incoming messages: order, repetition, crashes, failures. */
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { eventually, newOrganization, openTestApp } from '../../test/harness/index.ts';
import { newId } from '../lib/ids.ts';
import { sendToConversation, sendToPerson } from './index.ts';
import { echo, labOfFile, prepare } from './test/lab.ts';

const lab = labOfFile();

describe('a message', () => {
  it('is stored in a conversation with a new person, and is answered', async () => {
    await lab.receive({
      address: 'a1',
      text: 'hello',
      displayName: 'Asha',
      phone: '+91 98765 43210',
      languageHint: 'hi',
    });
    await lab.drain();
    const conversation = await lab.conversation('a1');
    expect(conversation).toMatchObject({ display_name: 'Asha', language: 'hi', mode: 'flow', unread: 0 });
    expect(conversation.last_inbound_at).toBeInstanceOf(Date);
    const person = await lab.system
      .selectFrom('person')
      .selectAll()
      .where('id', '=', conversation.person_id)
      .executeTakeFirstOrThrow();
    expect(person).toMatchObject({ name: 'Asha', phone: '+919876543210', language: 'hi' });
    expect(await lab.lines('a1')).toMatchObject([
      { direction: 'in', kind: 'text', author: 'person', body: 'hello' },
      { direction: 'out', kind: 'text', author: 'flow', body: 'you said hello' },
    ]);
    expect(await lab.events('a1')).toMatchObject([{ state: 'processed', attempts: 0 }]);
    const audit = await lab.system
      .selectFrom('audit_entry')
      .select('action')
      .where('organization_id', '=', lab.organization.id)
      .execute();
    expect(audit.map(({ action }) => action)).toContain('people.added');
  });

  it('that arrives twice is one message, also a day later and at the same moment', async () => {
    const id = newId();
    await lab.receive({ address: 'twice', text: 'once' }, lab.organization, id);
    expect(await lab.receive({ address: 'twice', text: 'once' }, lab.organization, id)).toBe(0);
    await lab.drain();
    const again = await Promise.all(
      Array.from({ length: 5 }, () => lab.receive({ address: 'twice', text: 'once' }, lab.organization, id)),
    );
    expect(again).toEqual([0, 0, 0, 0, 0]);
    await lab.drain();
    expect(await lab.lines('twice')).toHaveLength(2);
  });

  it('belongs to its own organization, even when a channel reuses ids', async () => {
    const other = await newOrganization(lab.app);
    const id = newId();
    expect(await lab.receive({ address: 'same', text: 'here' }, lab.organization, id)).toBe(1);
    expect(await lab.receive({ address: 'same', text: 'there' }, other, id)).toBe(1);
    await lab.drain();
    expect((await lab.lines('same')).map(({ body }) => body)).toEqual(['here', 'you said here']);
  });

  it('with a zero byte is accepted like any other', async () => {
    await lab.receive({ address: 'zero', text: 'a\u0000b' });
    await lab.drain();
    expect((await lab.lines('zero'))[0]).toMatchObject({ body: 'ab' });
  });

  it('from a person with a new id at the channel stays in their conversation', async () => {
    await lab.receive({ address: '919876500000', text: 'first' });
    await lab.drain();
    const before = await lab.conversation('919876500000');
    await lab.receive({ address: 'IN.4711', formerAddress: '919876500000', text: 'second' });
    await lab.drain();
    expect(await lab.conversation('IN.4711')).toMatchObject({ id: before.id, person_id: before.person_id });
    expect((await lab.lines('IN.4711')).map(({ body }) => body)).toEqual([
      'first',
      'you said first',
      'second',
      'you said second',
    ]);
  });

  it('waits for staff who took over: unread, and the flow is silent', async () => {
    await lab.receive({ address: 'taken', text: 'hi' });
    await lab.drain();
    const { id } = await lab.conversation('taken');
    await lab.system.updateTable('conversation').set({ mode: 'staff' }).where('id', '=', id).execute();
    await lab.receive({ address: 'taken', text: 'anybody there?' });
    await lab.drain();
    expect(lab.turns).toHaveLength(1);
    expect(await lab.conversation('taken')).toMatchObject({ unread: 1, last_text: 'anybody there?' });
  });
});

describe('order', () => {
  it('is kept for each person; different people are processed in parallel', async () => {
    const people = Array.from({ length: 12 }, (_, i) => `order-${i}`);
    for (let n = 0; n < 10; n++) await Promise.all(people.map((address) => lab.receive({ address, text: String(n) })));
    await lab.drain();
    for (const address of people) {
      const texts = (await lab.lines(address)).filter(({ direction }) => direction === 'in').map(({ body }) => body);
      expect(texts).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
    }
  });

  it('is kept while an earlier message is tried again; other people do not wait', async () => {
    let broken = true;
    lab.handler = async (tx, turn) => {
      if (broken && turn.input.kind === 'text' && turn.input.text === 'first') throw new Error('not yet');
      await echo(tx, turn);
    };
    await lab.receive({ address: 'slow', text: 'first' });
    await lab.receive({ address: 'slow', text: 'second' });
    await lab.receive({ address: 'quick', text: 'hi' });
    await lab.drain();
    expect((await lab.events('slow')).map(({ state, attempts }) => [state, attempts])).toEqual([
      ['received', 1],
      ['received', 0],
    ]);
    expect(await lab.lines('quick')).toHaveLength(2);
    broken = false;
    lab.app.clock.advance(2000);
    await lab.drain();
    expect((await lab.lines('slow')).map(({ body }) => body)).toEqual([
      'first',
      'you said first',
      'second',
      'you said second',
    ]);
  });

  it('is kept by two processes on one database, and nothing is done twice', async () => {
    const second = await openTestApp({}, lab.app.config.DATABASE_URL);
    second.clock.set(lab.app.clock.now());
    prepare(lab, second);
    try {
      const people = Array.from({ length: 8 }, (_, i) => `both-${i}`);
      for (let n = 0; n < 8; n++) await Promise.all(people.map((address) => lab.receive({ address, text: String(n) })));
      await Promise.all([lab.drain(), second.boot.services.inbox?.processor?.drain()]);
      await eventually(async () => {
        const waiting = await lab.system
          .selectFrom('inbox_event')
          .select('id')
          .where('organization_id', '=', lab.organization.id)
          .where('state', '=', 'received')
          .execute();
        return waiting.length === 0;
      }, 'all events done');
      for (const address of people) {
        const received = lab.turns.filter(({ conversation }) => conversation.address === address);
        expect(received.map(({ input }) => input.kind === 'text' && input.text)).toEqual([
          '0',
          '1',
          '2',
          '3',
          '4',
          '5',
          '6',
          '7',
        ]);
        expect(await lab.lines(address)).toHaveLength(16);
      }
    } finally {
      await second.close();
    }
  });
});

describe('a crash', () => {
  it('in the middle of the handler rolls everything back, and the message is handled again, once', async () => {
    let crashed = false;
    lab.handler = async (tx, turn) => {
      await echo(tx, turn);
      if (crashed) return;
      crashed = true;
      // As when the process is killed: its connection closes between the effect and the mark.
      await sql`select pg_terminate_backend(pg_backend_pid())`.execute(tx.db);
    };
    await lab.receive({ address: 'crash', text: 'hello' });
    await lab.drain();
    expect(await lab.system.selectFrom('conversation').select('id').where('address', '=', 'crash').execute()).toEqual(
      [],
    );
    expect(await lab.events('crash')).toMatchObject([{ state: 'received', attempts: 1 }]);
    lab.app.clock.advance(2000);
    await lab.drain();
    expect((await lab.lines('crash')).map(({ body }) => body)).toEqual(['hello', 'you said hello']);
    expect(lab.turns).toHaveLength(2);
  });

  it('of the process lets the next process continue at once', async () => {
    const dying = await openTestApp({}, lab.app.config.DATABASE_URL);
    dying.clock.set(lab.app.clock.now());
    prepare(lab, dying);
    // The transaction of a dying process, still open with the event in it.
    await lab.app.boot.services.inbox?.processor?.stop();
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let entered = false;
    lab.handler = async (tx, turn) => {
      if (!entered) {
        entered = true;
        await held;
        await sql`select pg_terminate_backend(pg_backend_pid())`.execute(tx.db);
      }
      await echo(tx, turn);
    };
    await lab.receive({ address: 'left', text: 'hello' });
    dying.boot.services.inbox?.wake();
    await eventually(async () => entered, 'the handler to be entered');
    const next = await openTestApp({}, lab.app.config.DATABASE_URL);
    prepare(lab, next);
    next.boot.services.inbox?.wake();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(lab.turns).toHaveLength(1); // locked: no other process takes it
    release();
    await dying.close();
    next.clock.set(new Date(lab.app.clock.now().getTime() + 5000));
    await eventually(async () => {
      await next.boot.services.inbox?.processor?.drain();
      return (await lab.events('left'))[0]?.state === 'processed';
    }, 'the next program to do it');
    expect((await lab.lines('left')).map(({ body }) => body)).toEqual(['hello', 'you said hello']);
    await lab.app.close();
    lab.app = next;
  });
});

describe('a handler that keeps failing', () => {
  it('stops after six attempts: the person gets a message, staff see theirs, and the next one is handled', async () => {
    lab.handler = async (tx, turn) => {
      if (turn.input.kind === 'text' && turn.input.text === 'poison') throw new Error('a mistake of ours');
      await echo(tx, turn);
    };
    await lab.receive({ address: 'p', text: 'poison', languageHint: 'es' });
    await lab.receive({ address: 'p', text: 'still there?' });
    await lab.exhaust();
    expect(await lab.events('p')).toMatchObject([
      { state: 'failed', last_error: 'a mistake of ours' },
      { state: 'processed' },
    ]);
    const lines = await lab.lines('p');
    expect(lines.map(({ author }) => author)).toEqual(['person', 'system', 'person', 'flow']);
    expect(lines[1]?.body).toMatch(/^Lo sentimos/);
    expect(lines[3]?.body).toBe('you said still there?');
    expect(await lab.conversation('p')).toMatchObject({ unread: 1 });
    expect(lab.turns.filter(({ input }) => input.kind === 'text' && input.text === 'poison')).toHaveLength(6);
  });
});

describe('the person of a conversation', () => {
  it('can be set by staff, with an audit entry', async () => {
    await lab.receive({ address: 'phone', text: 'hi' });
    await lab.receive({ address: 'laptop', text: 'hi' });
    await lab.drain();
    const [phone, laptop] = [await lab.conversation('phone'), await lab.conversation('laptop')];
    const ops = await lab.organization.as('ops');
    const path = `/conversations/${laptop.id}/person`;
    expect((await ops.post(path, { person_id: phone.person_id })).status).toBe(200);
    expect((await lab.conversation('laptop')).person_id).toBe(phone.person_id);
    expect((await ops.post(path, { person_id: newId() })).body.error.code).toBe('people.not_found');
    const entry = await lab.system
      .selectFrom('audit_entry')
      .select('action')
      .where('subject_id', '=', laptop.id)
      .executeTakeFirst();
    expect(entry).toEqual({ action: 'channels.person_changed' });
    expect((await (await lab.organization.as('viewer')).post(path, { person_id: phone.person_id })).status).toBe(403);
  });
});

describe('sending to a person', () => {
  it('does not wait for an answer under way to the same person, and that answer does not wait for it', async () => {
    await lab.receive({ address: 'both', text: 'hi' });
    await lab.drain();
    const { person_id } = await lab.conversation('both');
    let sent: unknown;
    lab.handler = async (tx, turn) => {
      // Staff decide something during this turn, while the conversation is locked.
      sent = await sendToPerson(lab.organization.ctx, person_id, { text: 'decided' });
      await echo(tx, turn);
    };
    await lab.receive({ address: 'both', text: 'well?' });
    await lab.drain();
    expect(sent).toMatchObject({ ok: true });
    expect((await lab.lines('both')).map(({ body }) => body)).toEqual([
      'hi',
      'you said hi',
      'well?',
      'decided',
      'you said well?',
    ]);
    expect(await lab.conversation('both')).toMatchObject({ last_text: 'you said well?' });
  });

  it('uses the conversation where they wrote last', async () => {
    await lab.receive({ address: 'one', text: 'hi' });
    await lab.drain();
    const first = await lab.conversation('one');
    await lab.receive({ address: 'two', text: 'hi' });
    await lab.drain();
    const second = await lab.conversation('two');
    await lab.system
      .updateTable('conversation')
      .set({ person_id: first.person_id })
      .where('id', '=', second.id)
      .execute();
    const sent = await sendToPerson(lab.organization.ctx, first.person_id, (language) => ({ text: `in ${language}` }));
    expect(sent).toMatchObject({ ok: true, data: { conversationId: second.id } });
    expect((await lab.lines('two')).at(-1)).toMatchObject({ body: 'in en', author: 'system', message_id: null });
  });

  it('is refused when they never wrote', async () => {
    expect(await sendToPerson(lab.organization.ctx, newId(), { text: 'x' })).toEqual({
      ok: false,
      code: 'channels.no_conversation',
    });
    await expect(sendToConversation(lab.organization.ctx, newId(), { text: 'x' })).rejects.toThrow('no conversation');
  });
});
