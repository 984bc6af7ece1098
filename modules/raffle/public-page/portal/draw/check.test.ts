import { describe, expect, test } from 'vitest';
import { drawWinners, hashList, listText } from '../../../draws/draw.rule.ts';
import type { Draw } from '../useRaffle.ts';
import { checkDraw } from './check.ts';

const entries = Array.from({ length: 40 }, (_, i) => ({
  label: String(i * 3).padStart(4, '0'),
  orderCode: `ABCD23${i + 10}`,
}));
const list = listText('ABC234', 1, entries);
const seed = 'KR 458712';

function published(changes: Partial<Draw> = {}): Draw {
  const winners = drawWinners(list, seed, 3).map(({ label, orderCode }) => ({
    number: Number(label),
    label,
    orderCode,
  }));
  return {
    id: 'd',
    sequence: 1,
    computation: 1,
    state: 'drawn',
    listHash: hashList(list),
    entries: 40,
    winnersWanted: 3,
    seedSource: 'a lottery',
    seed,
    winners,
    reason: null,
    frozenAt: '2026-11-21T08:00:00.000Z',
    frozenBy: 'Meera',
    drawnAt: '2026-11-21T09:00:00.000Z',
    listText: list,
    ...changes,
  };
}

describe('the check in the visitor’s browser', () => {
  test('agrees with a draw that is as it was published', () => {
    const draw = published();
    const checked = checkDraw(draw);
    expect(checked).toMatchObject({ hash: draw.listHash, hashStands: true, entries: 40, winnersStand: true });
    expect(checked.winners).toEqual(draw.winners?.map(({ label }) => label));
  });

  test('takes the seed as it was meant, with whatever space a copy brought along', () => {
    expect(checkDraw(published({ seed: '  KR\u00a0 458712\n' })).winnersStand).toBe(true);
  });

  test('sees one changed character of the list', () => {
    const checked = checkDraw(published({ listText: list.replace('ABCD2310', 'ABCD2311') }));
    expect(checked.hashStands).toBe(false);
  });

  test('sees false winners, and the right ones in another order', () => {
    const [first, ...rest] = published().winners ?? [];
    expect(checkDraw(published({ winners: [...rest, first as NonNullable<typeof first>] })).winnersStand).toBe(false);
    expect(checkDraw(published({ winners: rest })).winnersStand).toBe(false);
  });

  test('has no winner before the value is known', () => {
    expect(checkDraw(published({ seed: null, winners: null, state: 'frozen' }))).toMatchObject({
      hashStands: true,
      winners: [],
    });
  });
});
