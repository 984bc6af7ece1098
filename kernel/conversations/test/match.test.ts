import { describe, expect, it } from 'vitest';
import { fill, fits, matchLines } from './match.ts';
import { parseTranscript } from './parse.ts';

describe('a line of a transcript', () => {
  it.each([
    ['Hello', 'Hello', {}],
    ['Hello', 'Hello!', null],
    ['Hello {…}', 'Hello Asha (yes, you)', {}],
    ['Order {order}: {…}', 'Order 7KQ2: 5, 12', { order: '7KQ2' }],
    ['[A] […]', '[A] [B] [C]', {}],
    ['[A] […]', '[B] [A]', null],
    ['₹50.00 * (3) + [x] / a-b?', '₹50.00 * (3) + [x] / a-b?', {}],
  ] as const)('%j beside %j', (expected, actual, captured) => expect(fits(expected, actual, {})).toEqual(captured));

  it('matches an earlier captured name with the same text only', () => {
    expect(fits('Order {order}', 'Order 2', { order: '1' })).toBeNull();
    expect(fits('Order {order}', 'Order 1', { order: '1' })).toEqual({ order: '1' });
    expect(fill('pay {order} or {what}', { order: '1' })).toBe('pay 1 or {what}');
  });
});

describe('the lines of an answer', () => {
  it('must all match', () => {
    expect(matchLines(['a'], ['a', 'b'], {})).toBeNull();
    expect(matchLines(['a', 'b'], ['a'], {})).toBeNull();
    expect(matchLines([], ['a'], {})).toBeNull();
  });

  it('… matches any lines, and names after it are captured', () => {
    expect(matchLines(['…', 'b {x}'], ['a', 'b 1', 'b 2'], {})).toEqual({ x: '2' });
    expect(matchLines(['a', '…'], ['a'], {})).toEqual({});
    expect(matchLines(['…', 'c', '…'], ['a', 'b'], {})).toBeNull();
  });
});

it('a transcript is parsed', () => {
  const { channel, language, turns } = parseTranscript(
    'channel: sms\nlanguage: es\n# x\n> hola\n< ¡Hola! *Menú*\n<\n> (photo a.jpg) here\n> (wait 2 hours)\n! verify it now\n> [OK]\n> (start x-1)\n',
  );
  expect([channel, language]).toEqual(['sms', 'es']);
  expect(turns.map(({ act }) => act)).toEqual([
    { kind: 'say', text: 'hola' },
    { kind: 'file', file: 'photo', name: 'a.jpg', caption: 'here' },
    { kind: 'wait', minutes: 120 },
    { kind: 'do', name: 'verify', words: ['it', 'now'] },
    { kind: 'tap', label: 'OK' },
    { kind: 'start', payload: 'x-1' },
  ]);
  expect(turns[0]?.expected).toEqual([{ text: '¡Hola! Menú', line: 5 }]);
});
