import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { drawWinners, hashList, listText, readList } from './draw.rule.ts';

const entries = (count: number) =>
  Array.from({ length: count }, (_, i) => ({
    label: String(i + 1).padStart(3, '0'),
    orderCode: `ORDER${String(i % 7)}23`,
  }));

describe('the published list', () => {
  const list = listText('ABC234', 1, entries(3));

  it('is text that anyone can read and hash with any tool', () => {
    expect(list).toBe(
      'counterfoil raffle draw, computation 1\nraffle ABC234\ndraw 1\nentries 3\n001 ORDER023\n002 ORDER123\n003 ORDER223\n',
    );
    expect(hashList(list)).toBe(createHash('sha256').update(list).digest('hex'));
  });

  it('is refused when a line is missing', () => {
    expect(readList(list)).toHaveLength(3);
    expect(() => readList(list.replace('002 ORDER123\n', ''))).toThrow('not complete');
  });
});

describe('the winners', () => {
  const list = listText('ABC234', 1, entries(100));

  it('follow from the list and the seed by the documented rule, computed here by other means', () => {
    const left = entries(100).map(({ label }) => label);
    const expected = [0, 1, 2].map((k) => {
      const digest = createHmac('sha256', 'KR 123456')
        .update(`${hashList(list)}:${k}:0`)
        .digest();
      return left.splice(Number(digest.readBigUInt64BE(0) >> 16n) % left.length, 1)[0];
    });
    expect(drawWinners(list, 'KR 123456', 3).map(({ label }) => label)).toEqual(expected);
  });

  it('are these, for ever: a change of the rule is another computation', () => {
    expect(drawWinners(list, 'KR 123456', 3).map(({ label }) => label)).toEqual(['074', '036', '050']);
  });

  it('don’t depend on how the seed was copied', () => {
    expect(drawWinners(list, '  KR\u00a0 123456\n', 5)).toEqual(drawWinners(list, 'KR 123456', 5));
  });

  it('are all different, and all of them when all are drawn', () => {
    const drawn = drawWinners(list, 'x', 100).map(({ label }) => label);
    expect(new Set(drawn).size).toBe(100);
    expect(() => drawWinners(list, 'x', 101)).toThrow();
  });

  it('favour nobody', () => {
    const small = listText('ABC234', 1, entries(6));
    const wins = new Map<string, number>();
    for (let i = 0; i < 6000; i++) {
      const [winner] = drawWinners(small, `seed ${i}`, 1);
      wins.set(winner?.label ?? '', (wins.get(winner?.label ?? '') ?? 0) + 1);
    }
    // A thousand each; five standard deviations are 145.
    for (const count of wins.values()) expect(Math.abs(count - 1000)).toBeLessThan(145);
    expect(wins.size).toBe(6);
  });
});
