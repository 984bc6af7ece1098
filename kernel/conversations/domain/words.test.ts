import { describe, expect, it } from 'vitest';
import { findWord, gatherWords, startPayload } from './words.ts';

describe('a word that leads somewhere', () => {
  const { words, faults } = gatherWords([
    { id: '!menu', words: ['menu', 'home'] },
    { id: 'a.b!c', words: ['tickets', 'my tickets', 'home'] },
  ]);

  it('is a whole message, also as a command of Telegram', () => {
    expect(findWord(words, 'MENU')).toBe('!menu');
    expect(findWord(words, '/menu')).toBe('!menu');
    expect(findWord(words, '/my_tickets@our_bot')).toBe('a.b!c');
    expect(findWord(words, 'show me the menu')).toBeUndefined();
    expect(findWord(words, '')).toBeUndefined();
  });

  it('leads to one place', () => expect(faults).toEqual(['the word "home" leads to !menu and to a.b!c']));
});

describe('a deep link', () => {
  it.each([
    ['/start r-7KQ2', 'r-7KQ2'],
    ['/start@our_bot r-7KQ2', 'r-7KQ2'],
    ['start r-7KQ2 ', 'r-7KQ2'],
    ['START: summer', 'summer'],
    ['/start', undefined],
    ['start', undefined],
    ['restart now', undefined],
    ['started it', undefined],
  ])('%j carries %j', (text, payload) => expect(startPayload(text)).toBe(payload));
});
