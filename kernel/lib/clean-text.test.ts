import { describe, expect, it } from 'vitest';
import { cleanDeep, cleanJson, cleanText, isCleanText } from './clean-text.ts';

const LONE = '\ud83d';

describe('a text', () => {
  it.each([
    ['hello', 'hello'],
    ['नमस्ते 😀', 'नमस्ते 😀'],
    ['a\0b', 'ab'],
    [`a${LONE}b`, 'a\ufffdb'],
    [`\udc00${LONE}`, '\ufffd\ufffd'],
    // Typed as text: the six characters of an escape are ordinary characters.
    ['\\u0000', '\\u0000'],
  ])('%j is kept as %j', (given, kept) => {
    expect(cleanText(given)).toBe(kept);
    expect(isCleanText(given)).toBe(given === kept);
  });
});

describe('parsed JSON', () => {
  it('is cleaned at every depth, keys too', () => {
    const given = { 'k\0ey': ['a\0', { deep: LONE, n: 1, no: null, yes: true }], ['__proto__']: { x: 'y\0' } };
    const kept = cleanDeep(given);
    expect(kept).toEqual({ key: ['a', { deep: '\ufffd', n: 1, no: null, yes: true }], ['__proto__']: { x: 'y' } });
    expect(Object.getPrototypeOf(kept)).toBe(Object.prototype);
  });

  it('is refused without a crash when it is nested too deep', () => {
    expect(() => cleanDeep(JSON.parse('['.repeat(50_000) + ']'.repeat(50_000)))).toThrow(RangeError);
  });

  it('is unchanged as text unless there is something to clean', () => {
    const plain = { at: new Date(0), text: 'typed \\u0000 and \\ud83d', gone: undefined };
    expect(cleanJson(plain)).toBe(JSON.stringify(plain));
    expect(cleanJson({ text: `cut ${LONE}`, at: new Date(0) })).toBe(
      '{"text":"cut \ufffd","at":"1970-01-01T00:00:00.000Z"}',
    );
    expect(cleanJson({ 'a\0': '\0' })).toBe('{"a":""}');
    expect(cleanJson(null)).toBe('null');
  });
});
