import { drawWinners, hashList, tidySeed } from '../../../draws/draw.rule.ts';
import type { Draw } from '../useRaffle.ts';

export type Checked = {
  hash: string;
  hashStands: boolean;
  entries: number;
  winners: string[];
  winnersStand: boolean;
};

/**
 * Computes the whole draw again in this browser, from the list and the seed alone, and compares it with the published
 * result.
 */
export function checkDraw(draw: Draw): Checked {
  const hash = hashList(draw.listText);
  const entries = Number(/^entries (\d+)$/m.exec(draw.listText)?.[1] ?? 0);
  const drawn = draw.seed === null ? [] : drawWinners(draw.listText, draw.seed, draw.winnersWanted);
  const winners = drawn.map(({ label }) => label);
  const published = (draw.winners ?? []).map(({ label }) => label);
  return {
    hash,
    hashStands: hash === draw.listHash,
    entries,
    winners,
    winnersStand: winners.length === published.length && winners.every((label, i) => label === published[i]),
  };
}

export { tidySeed };
