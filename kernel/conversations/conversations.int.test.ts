import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { newOrganization, type TestApp, type TestOrganization, useTestApp } from '../../test/harness/index.ts';
import { transaction } from '../db/index.ts';
import { texts } from '../i18n/index.ts';
import { receive } from '../inbox/index.ts';
import { newId } from '../lib/ids.ts';
import { ok } from '../lib/result.ts';
import { checkFlows } from './check-flows.ts';
import { gatherFlows } from './flows.ts';
import { defineFlow, leadConversation } from './index.ts';
import { asked, lending, libraryTexts, openLibrary } from './test/library.ts';
import { plain } from './test/plain.ts';
import { directPhone, type Phone, playTranscript, runTranscripts, Stage } from './test/transcripts.ts';
import { timeOutConversation } from './time-out.ts';

let app: TestApp;
let close: () => void;
let organization: TestOrganization;
beforeAll(async () => {
  app = await useTestApp();
  close = openLibrary(app);
  organization = await newOrganization(app);
});
afterAll(() => close());

const system = () => app.boot.database.system;
const phones: Phone[] = [];
const stage = async (language = 'en') => {
  const phone = directPhone(app, organization, 'web', language);
  phones.push(phone);
  return new Stage(app, organization, phone);
};
afterEach(() => {
  for (const phone of phones.splice(0)) phone.close();
  app.clock.reset();
});
const write = async (on: Stage, ...texts: string[]) => {
  for (const text of texts) await on.send({ kind: 'text', text });
  return on.received();
};
const stateOf = (conversation: { id: string }) =>
  system()
    .selectFrom('conversation_state')
    .selectAll()
    .where('conversation_id', '=', conversation.id)
    .executeTakeFirst();
const person = (id: string) => system().selectFrom('person').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

runTranscripts('kernel/conversations/test/*.transcript.txt');

describe('a transcript that does not match', () => {
  it('shows its lines next to the actual answers', async () => {
    const text = 'channel: web\n\n> books\n< Which book shall it be?\n< […]\n';
    const failure = await playTranscript('try.txt', text).catch((error: Error) => error.message);
    expect(failure).toContain('try.txt:3  > books');
    expect(failure).toMatch(
      /✗ +4 │ Which book shall it be\? +│ Which book would you like\?\n +5 │ \[…\] +│ \[Malgudi Days\]/,
    );
  });

  it('reports the line that taps an unknown button, and the line that is malformed', async () => {
    await expect(playTranscript('try.txt', '> hi\n< …\n> [Cars]')).rejects.toThrow(
      'try.txt:3  > [Cars]\nno button [Cars]',
    );
    await expect(playTranscript('try.txt', 'channel: web\nhello')).rejects.toThrow('line 2 is none');
    await expect(playTranscript('try.txt', '> hi\n< …\n> (wait long)')).rejects.toThrow('line 3: wait how long');
    await expect(playTranscript('try.txt', '! dance')).rejects.toThrow('nothing that is called dance');
  });
});

describe('a message', () => {
  it('moves the conversation, answers, and stores the offered choices, in one transaction', async () => {
    const on = await stage();
    await write(on, 'books', '3');
    const conversation = await on.conversation();
    expect(await stateOf(conversation)).toMatchObject({
      flow: 'library.lend',
      state: 'days',
      data: { book: 'Pedro Páramo' },
      stack: [{ state: 'pick', data: {} }],
      offered: [
        { id: 'library.lend.days~week', label: 'A week' },
        { id: 'library.lend.days~month', label: 'A month' },
      ],
    });
    expect(conversation.last_text).toContain('Pedro Páramo');
  });

  it('that arrives twice is answered once', async () => {
    const address = newId();
    const payload = { nonce: newId(), visitor: address, at: new Date().toISOString(), text: 'hi' };
    const raw = { providerId: `${address}:${payload.nonce}`, address, kind: 'message' as const, payload };
    await receive(organization.ctx, 'web', 'web', [raw, raw]);
    await receive(organization.ctx, 'web', 'web', [raw]);
    await app.boot.services.inbox?.processor?.drain();
    const lines = await system()
      .selectFrom('conversation_message as m')
      .innerJoin('conversation as c', 'c.id', 'm.conversation_id')
      .select('m.direction')
      .where('c.address', '=', address)
      .execute();
    expect(lines.map(({ direction }) => direction)).toEqual(['in', 'out']);
  });

  it('that is refused writes nothing but the text', async () => {
    const on = await stage();
    await write(on, 'books', '3');
    const conversation = await on.conversation();
    const before = await person(conversation.person_id);
    expect(await write(on, '61')).toEqual([
      'At most 60 days.',
      'For how many days would you like Pedro Páramo?',
      '[A week] [A month]',
    ]);
    expect((await person(conversation.person_id)).name).toBe(before.name);
    await write(on, '60');
    expect((await person(conversation.person_id)).name).toBe('Reader for 60 days');
    const entries = await system()
      .selectFrom('audit_entry')
      .selectAll()
      .where('subject_id', '=', conversation.person_id)
      .where('action', '=', 'people.changed')
      .execute();
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({ actor_id: conversation.person_id });
  });

  it('at which the flow throws is rolled back completely, and is tried again later', async () => {
    const on = await stage();
    await write(on, 'books', '3');
    const before = await stateOf(await on.conversation());
    await expect(on.send({ kind: 'text', text: '13' })).rejects.toThrow('closed on the thirteenth');
    expect(await stateOf(await on.conversation())).toEqual(before);
    expect(await on.received()).toEqual([]);
  });

  it('with a picture passes the file and the event to the flow', async () => {
    asked.length = 0;
    const on = await stage();
    await write(on, 'books', '3', '7');
    await on.send({ kind: 'file', file: 'photo', name: 'card.jpg', caption: 'mine' });
    expect(asked).toEqual(['image/jpeg mine of an event']);
    expect(await on.received()).toEqual(['Thank you, come and fetch it.', '[More books]']);
  });

  it('with a picture that cannot be fetched is answered with the reason, without calling a flow', async () => {
    asked.length = 0;
    const on = await stage();
    await write(on, 'books', '3', '7');
    // The real channel is used again: it does not know such a picture.
    on.phone.close();
    await on.send({ kind: 'file', file: 'photo', name: 'card.jpg', caption: '' });
    const [reason] = await on.received();
    expect(reason).toBe(texts().t('en', 'errors.channels.media_gone'));
    expect(asked).toEqual([]);
    expect(await stateOf(await on.conversation())).toMatchObject({ state: 'photo' });
  });

  it('finds only the flows of the modules that the organization uses', async () => {
    const service = app.boot.services.flows;
    app.boot.services.flows = gatherFlows([{ flow: lending, module: 'library' }], libraryTexts);
    const on = await stage();
    expect(await write(on, 'books')).toEqual([
      'Hello! Welcome to Test Organization.',
      'There is nothing to choose here yet. Shall somebody write to you?',
      '[Talk to a person]',
    ]);
    if (service) app.boot.services.flows = service;
  });
});

describe('the language', () => {
  it("is the channel's hint, then what the person chooses, and then theirs everywhere", async () => {
    const on = await stage('hi-IN');
    expect(await write(on, 'hello')).toContain('आप क्या करना चाहेंगे?');
    await write(on, 'Spanish');
    const conversation = await on.conversation();
    expect(conversation.language).toBe('es');
    expect((await person(conversation.person_id)).language).toBe('es');
  });
});

describe('a member of staff', () => {
  it('is called by a word; the flow then does not answer, and the word menu returns until somebody comes', async () => {
    const on = await stage();
    await write(on, 'books', '2');
    expect(await write(on, 'agent')).toEqual([plain(libraryTexts.t('en', 'chat.person'))]);
    expect(await on.conversation()).toMatchObject({ mode: 'staff', taken_by_id: null, unread: 1 });
    expect(await write(on, 'is anybody there', 'help')).toEqual([]);
    expect(await on.conversation()).toMatchObject({ unread: 3 });
    expect(await write(on, 'menu')).toEqual(['What would you like to do?', '[Books] [My books]']);
    expect(await on.conversation()).toMatchObject({ mode: 'flow' });
  });

  it('who took the conversation keeps it, whatever the person writes', async () => {
    const on = await stage();
    await write(on, 'agent');
    await system()
      .updateTable('conversation')
      .set({ taken_by_id: 'u1', taken_by_name: 'Ravi', taken_at: new Date() })
      .where('id', '=', (await on.conversation()).id)
      .execute();
    await on.received();
    expect(await write(on, 'menu')).toEqual([]);
    expect(await on.conversation()).toMatchObject({ mode: 'staff' });
  });
});

describe('a timeout', () => {
  it('sends its text once, also with several simultaneous jobs', async () => {
    const on = await stage();
    await write(on, 'books', '2');
    const { id } = await on.conversation();
    app.clock.advance(31 * 60_000);
    const outcomes = await Promise.all([1, 2, 3].map(() => timeOutConversation(organization.ctx, id)));
    app.clock.reset();
    expect(outcomes.map((outcome) => outcome.ok && outcome.data.timedOut).sort()).toEqual([false, false, true]);
    expect(await on.received()).toEqual([plain(libraryTexts.t('en', 'chat.timeout')), '[Menu]']);
    expect(await stateOf({ id })).toMatchObject({ flow: null, state: null, expires_at: null });
  });

  it('is sent first to a person who writes before the sweep', async () => {
    const on = await stage();
    await write(on, 'books', '2');
    app.clock.advance(31 * 60_000);
    expect(await write(on, '7')).toEqual([
      plain(libraryTexts.t('en', 'chat.timeout')),
      '[Menu]',
      libraryTexts.t('en', 'chat.not_understood'),
      'What would you like to do?',
      '[Books] [My books]',
    ]);
    app.clock.reset();
  });

  it('and a simultaneous answer have the effect of one order, never a mixture', async () => {
    for (let round = 0; round < 5; round++) {
      const on = await stage();
      await write(on, 'books', '2');
      const { id } = await on.conversation();
      app.clock.advance(31 * 60_000);
      await Promise.all([
        timeOutConversation(organization.ctx, id),
        on.send({ kind: 'text', text: 'books' }),
        timeOutConversation(organization.ctx, id),
      ]);
      app.clock.reset();
      const received = await on.received();
      expect(received.filter((line) => line === plain(libraryTexts.t('en', 'chat.timeout')))).toHaveLength(1);
      expect(received).toContain('Which book would you like?');
      expect(await stateOf({ id })).toMatchObject({ state: 'pick', expires_at: null });
    }
  });

  it('does not interrupt a person and staff', async () => {
    const on = await stage();
    await write(on, 'books', '2', 'agent');
    const { id } = await on.conversation();
    await on.received();
    await on.wait(31);
    app.clock.reset();
    expect(await on.received()).toEqual([]);
    expect(await stateOf({ id })).toMatchObject({ state: 'days' });
  });
});

describe('from outside', () => {
  const lead = (id: string) =>
    transaction(organization.ctx, async (tx) =>
      ok(
        await leadConversation(tx, id, lending, {
          to: 'photo',
          data: { book: 'Emma', days: 3 },
          send: [{ text: 'That photo is dark.' }],
        }),
      ),
    );

  it('a conversation is led to a question, and the flow gets the answer', async () => {
    const on = await stage();
    await write(on, 'hello');
    expect(await lead((await on.conversation()).id)).toEqual({ ok: true, data: true });
    expect(await on.received()).toEqual(['That photo is dark.', 'Emma for 3 days. Send a photo of your card, please.']);
    expect(await write(on, 'why')).toContain(libraryTexts.t('en', 'chat.not_understood'));
  });

  it('only from where it is expected, and to an end as well', async () => {
    const on = await stage();
    await write(on, 'books', '2');
    const { id } = await on.conversation();
    const end = (states: string[]) =>
      transaction(organization.ctx, async (tx) =>
        ok(
          await leadConversation(
            tx,
            id,
            lending,
            { end: true, send: [{ text: 'It is yours.' }] },
            { from: { flow: 'library.lend', states } },
          ),
        ),
      );
    expect(await end(['photo'])).toEqual({ ok: true, data: false });
    expect(await on.received()).toEqual([]);
    expect(await end(['days', 'photo'])).toEqual({ ok: true, data: true });
    expect(await on.received()).toEqual(['It is yours.', '[Menu]']);
  });

  it('the state is shown, and the question is repeated when staff hand the conversation back', async () => {
    const on = await stage();
    await write(on, 'books', '2');
    const { id } = await on.conversation();
    const places = await app.boot.services.conversations?.placesOf(organization.ctx, [id]);
    expect([...(places ?? [])]).toEqual([[id, { flow: 'library.lend', state: 'days', title: 'days' }]]);
    await transaction(organization.ctx, async (tx) => ok(await app.boot.services.conversations?.resume(tx, id)));
    expect(await on.received()).toEqual(['For how many days would you like Godaan?', '[A week] [A month]']);
    await write(on, 'menu');
    expect((await app.boot.services.conversations?.placesOf(organization.ctx, [id]))?.size).toBe(0);
  });

  it('not while staff have it', async () => {
    const on = await stage();
    await write(on, 'agent');
    expect(await lead((await on.conversation()).id)).toEqual({ ok: true, data: false });
    expect(await on.received()).toEqual([]);
  });
});

describe('when the server starts', () => {
  const limits = { buttons: 3, buttonLabel: 20, rows: 10, rowLabel: 24, rowDescription: 72, idBytes: 64, text: 1024 };
  const state = { ask: () => ({ text: '?' }), answer: () => null };
  const faulty = defineFlow({
    name: 'library.lend',
    texts: 'chat.library',
    initial: () => ({}),
    entries: [
      { id: 'books', to: 'nowhere' },
      { id: 'menu', to: 'days' },
    ],
    states: {
      days: { ...state, choices: ['week', 'unheard'], timeoutMinutes: 0 },
      a_state_whose_name_is_much_too_long: { ...state },
    },
  });

  it('all faults of the flows are reported at once', () => {
    const { resources } = libraryTexts;
    const library = (
      resources.en as never as {
        chat: { library: { days: { choices: { week: string } }; entries: Record<string, unknown> } };
      }
    ).chat.library;
    const before = structuredClone(library);
    library.days.choices.week = 'A week and a day, or more';
    library.entries.menu = { label: 'Menu card', words: 'card, menu' };
    let message = '';
    try {
      checkFlows(
        [
          { flow: lending, module: null },
          { flow: faulty, module: 'shop' },
        ],
        [{ name: 'whatsapp', limits }],
        libraryTexts,
      );
    } catch (error) {
      message = (error as Error).message;
    }
    Object.assign(library, before);
    for (const fault of [
      'two flows are named library.lend',
      'library.lend: a flow of shop begins with its name',
      'the entry books leads to nowhere, which is no state',
      'a_state_whose_name_is_much_too_long: the name leaves',
      'library.lend.days: its timeout is 0 minutes',
      'chat.library.days.choices.unheard has no text in hi',
      'chat.library.days.choices.week in en is too long for whatsapp: "A week and a day, or more" has 25 characters of 20',
      'chat.library.entries.menu.label has no text in es',
      'the word "menu" leads to !menu and to library.lend!menu',
    ])
      expect(message).toContain(fault);
  });

  it('the flows of this server have no faults', () => {
    const channels = [...(app.boot.services.channels?.adapters.values() ?? [])];
    expect(channels.length).toBeGreaterThan(0);
    expect(() => checkFlows([{ flow: lending, module: null }], channels, libraryTexts)).not.toThrow();
  });

  it('a name that does not fit in a button’s id is refused where the flow is declared', () => {
    expect(() => defineFlow({ ...faulty, name: 'Lend' })).toThrow('expected module.what');
    expect(() => defineFlow({ ...faulty, states: { 'a.b': state } })).toThrow('a.b is no valid name of a state');
  });
});
