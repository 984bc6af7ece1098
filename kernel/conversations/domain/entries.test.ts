import { describe, expect, it } from 'vitest';
import { conversation, shop } from '../test/shop.ts';
import { choiceId, entryId, GO } from './button-id.ts';

const pick = (id: string) => choiceId('fair.shop', 'pick', id);

describe('an entry', () => {
  const flow = {
    ...shop,
    entries: [
      ...shop.entries,
      {
        id: 'wave',
        to: 'pick',
        act: (_: unknown, whom?: string) =>
          whom === 'nobody'
            ? { ok: false as const, code: 'fair.too_many', detail: { most: 10 } }
            : whom
              ? { stay: true as const, send: [{ text: `Waved at ${whom}.` }] }
              : null,
      },
      { id: 'take', to: 'pick', act: (_: unknown, prize?: string) => ({ to: 'count', data: { picked: prize } }) },
    ],
  };
  const flows = new Map([[flow.name, flow]]);

  it('with `act` keeps the place, whatever its result', async () => {
    const chat = conversation({ flows });
    await chat.send('prizes');
    await chat.tap(pick('p1'));
    expect(await chat.tap(entryId('fair.shop', 'wave', 'p9'))).toBe('Waved at p9.');
    expect(await chat.tap(entryId('fair.shop', 'wave', 'nobody'))).toBe('At most 10.');
    expect(chat.place()).toMatchObject({ state: 'count', data: { picked: 'p1' } });
    expect(await chat.send('4')).toBe('4 of p1, right?');
  });

  it('with `act` may lead into its flow, or to its question when there is nothing to do', async () => {
    const chat = conversation({ flows });
    expect(await chat.tap(entryId('fair.shop', 'take', 'p3'))).toBe('How many of p3?');
    expect(await chat.tap(entryId('fair.shop', 'wave'))).toBe('Which prize?');
    expect(await chat.tap(GO.menu)).toBe('en:chat.menu.ask');
    expect(await chat.tap(entryId('fair.shop', 'wave', 'p2'))).toBe('Waved at p2.');
    expect(chat.offered()).toEqual(['en:chat.button.menu']);
  });

  it('is in the menu when it is marked, or when its flow lists it for this person', async () => {
    const own = {
      ...shop,
      menu: () => [
        { id: entryId('fair.shop', 'gift'), label: 'A gift' },
        { id: GO.help, label: 'Help' },
      ],
    };
    const chat = conversation({
      flows: new Map([
        ['fair.shop', own],
        ['fair.twin', { ...own, name: 'fair.twin' }],
      ]),
    });
    await chat.send('hello');
    expect(chat.offered()).toEqual(['A gift', 'Help']);
    expect(await chat.send('2')).toContain('en:chat.help');
  });

  it('may change the language with its next question', async () => {
    const pick = {
      ...shop.states.pick,
      answer: () => ({ to: 'count', language: 'hi' }),
    } as (typeof shop.states)[string];
    const chat = conversation({ flows: new Map([[shop.name, { ...shop, states: { ...shop.states, pick } }]]) });
    await chat.send('prizes');
    await chat.send('1');
    expect(chat.language()).toBe('hi');
  });
});
