import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Choice, Prompt } from './flow.ts';
import { chosen, pageOf } from './offer.ts';
import { capacityOf, type Limits, render, shorten, split } from './render.ts';

const whatsapp: Limits = {
  buttons: 3,
  buttonLabel: 20,
  rows: 10,
  rowLabel: 24,
  rowDescription: 72,
  idBytes: 200,
  text: 1024,
};
const telegram: Limits = {
  buttons: 40,
  buttonLabel: 40,
  rows: 0,
  rowLabel: 0,
  rowDescription: 0,
  idBytes: 64,
  text: 4096,
};
const web: Limits = { ...telegram, buttons: 10, rowDescription: 72 };
const sms: Limits = { buttons: 0, buttonLabel: 0, rows: 0, rowLabel: 0, rowDescription: 0, idBytes: 64, text: 300 };
const words = { listButton: 'Choose', reply: 'Reply with the number.' };
const choices = (...labels: string[]): Choice[] => labels.map((label, index) => ({ id: `a.b.c~${index}`, label }));

describe('a question', () => {
  it('has buttons when they are few and short', () => {
    const [message, ...rest] = render({ text: 'Well?', choices: choices('Yes', 'No') }, whatsapp, words);
    expect(message).toEqual({ text: 'Well?', choices: choices('Yes', 'No') });
    expect(rest).toEqual([]);
  });

  it('has a list when they are many, long or described; a shortened label is complete in its description', () => {
    const many = render({ text: 'Which?', choices: choices('1', '2', '3', '4') }, whatsapp, words)[0];
    expect(many).toMatchObject({ listButton: 'Choose', choices: choices('1', '2', '3', '4') });
    const long = 'The great summer raffle of the parish';
    const [cut] = render({ text: 'Which?', choices: choices(long) }, whatsapp, words);
    expect(cut?.choices).toEqual([{ id: 'a.b.c~0', label: 'The great summer raffle…', description: long }]);
    const explained = render(
      { text: 'Which?', choices: [{ id: 'x', label: 'A', description: 'why' }] },
      whatsapp,
      words,
    );
    expect(explained[0]?.choices?.[0]).toEqual({ id: 'x', label: 'A', description: 'why' });
  });

  it('puts descriptions into the text, or on the buttons if the channel can', () => {
    const prompt = { text: 'Which?', choices: [{ id: 'x', label: 'A', description: 'why' }] };
    expect(render(prompt, telegram, words)[0]).toEqual({
      text: 'Which?\n\nA — why',
      choices: [{ id: 'x', label: 'A' }],
    });
    expect(render(prompt, web, words)[0]).toEqual({ text: 'Which?', choices: prompt.choices });
  });

  it('is numbered lines without buttons, with letters where digits are an answer', () => {
    const prompt = { text: 'Which?', choices: choices('Tea', 'Milk') };
    expect(render(prompt, sms, words)).toEqual([{ text: 'Which?\n\n1. Tea\n2. Milk\n\nReply with the number.' }]);
    expect(render(prompt, sms, words, true)[0]?.text).toContain('A. Tea\nB. Milk');
  });

  it('has its picture in the same message if possible, otherwise before it', () => {
    const picture: Prompt = { text: 'Well?', image: 'file-1', choices: choices('Yes') };
    expect(render(picture, telegram, words)).toHaveLength(1);
    const listed = render({ ...picture, choices: choices('1', '2', '3', '4') }, whatsapp, words);
    expect(listed.map(({ image, choices }) => [!!image, !!choices])).toEqual([
      [true, false],
      [false, true],
    ]);
    const document = { fileId: 'f', name: 't.pdf' };
    expect(render({ text: 'Your ticket', document }, whatsapp, words)).toEqual([{ text: 'Your ticket', document }]);
    const long = render({ text: 'word '.repeat(205), document }, telegram, words);
    expect(long.map((message) => ['document' in message, message.text.length > 0])).toEqual([
      [true, false],
      [false, true],
    ]);
  });

  it('fits every channel, with any text', () => {
    const any = fc.record({
      text: fc.string({ unit: 'grapheme', maxLength: 3000 }),
      choices: fc.array(
        fc.record({
          id: fc.string({ minLength: 1, maxLength: 60 }),
          label: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 90 }),
        }),
        { maxLength: 10 },
      ),
    });
    fc.assert(
      fc.property(any, fc.constantFrom(whatsapp, telegram, web), (prompt, limits) => {
        for (const message of render(prompt, limits, words)) {
          expect(message.text.length).toBeLessThanOrEqual(limits.text);
          const listed = message.listButton !== undefined;
          expect(message.choices?.length ?? 0).toBeLessThanOrEqual(listed ? limits.rows : limits.buttons);
          for (const { label, description } of message.choices ?? []) {
            expect(label.length).toBeLessThanOrEqual(listed ? limits.rowLabel : limits.buttonLabel);
            expect(description?.length ?? 0).toBeLessThanOrEqual(limits.rowDescription);
          }
        }
      }),
    );
  });
});

describe('a long text', () => {
  it('is split between paragraphs, lines or words, without loss', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1, maxLength: 200 }), (list) => {
        const parts = split(list.join(' '), 40);
        expect(parts.every((part) => part.length <= 40)).toBe(true);
        expect(parts.join(' ')).toBe(list.join(' '));
      }),
    );
  });

  it('is never split inside a character', () => {
    expect(shorten('किताबें और क़लम', 6)).toBe('किता…');
    expect(split('👩‍👩‍👧'.repeat(4), 10)).toEqual(['👩‍👩‍👧', '👩‍👩‍👧', '👩‍👩‍👧', '👩‍👩‍👧']);
  });
});

describe('the pages of a list', () => {
  const more = (next: number) => ({ id: `+${next}`, label: 'More' });

  it('show every choice once, fit the channel, and each leads to the next', () => {
    fc.assert(
      fc.property(
        fc.nat(120),
        fc.nat(6),
        fc.constantFrom(...[whatsapp, telegram, web, sms].map(capacityOf)),
        (n, f, capacity) => {
          const listed = choices(...Array.from({ length: n }, (_, i) => `l${i}`));
          const fixed = Array.from({ length: f }, (_, i) => ({ id: `f${i}`, label: `f${i}` }));
          const seen = new Map<string, number>();
          let page = 1;
          for (let turns = 0; turns < 200; turns++) {
            const shown = pageOf(listed, fixed, capacity, page, more);
            expect(shown.length).toBeLessThanOrEqual(capacity);
            for (const { id } of shown) if (!id.startsWith('+')) seen.set(id, (seen.get(id) ?? 0) + 1);
            page = Number(shown.find(({ id }) => id.startsWith('+'))?.id.slice(1) ?? 1);
            if (page === 1) break;
          }
          for (const { id } of listed) expect(seen.get(id)).toBe(1);
          for (const { id } of fixed) expect(seen.get(id)).toBeGreaterThanOrEqual(1);
        },
      ),
    );
  });
});

describe('a typed choice', () => {
  const offered = choices('Tea', 'Milk', 'Menú', 'menu');
  it.each([
    ['2', 'Milk'],
    ['2.', 'Milk'],
    ['02', 'Milk'],
    ['२', 'Milk'],
    [' tea!', 'Tea'],
  ])('%j is %j', (text, label) => expect(chosen(text, offered, 'numbers')?.label).toBe(label));
  it.each(['0', '5', '12', '2 3', 'te', 'menu', ''])('%j is none of them', (text) =>
    expect(chosen(text, offered, 'numbers')).toBeUndefined(),
  );
  it('has a letter where digits are an answer, and only its label when it can be tapped', () => {
    expect(chosen('b', offered, 'letters')?.label).toBe('Milk');
    expect(chosen('2', offered, 'letters')).toBeUndefined();
    expect(chosen('2', offered, null)).toBeUndefined();
    expect(chosen('milk', offered, null)?.label).toBe('Milk');
  });
});
