import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';

/**
 * How many watt-hours an amount of money buys, block by block. Integers only.
 *
 * Rounding: once, downwards, to a whole watt-hour at the end of the purchase. The blocks before are bought exactly.
 * So no split of an amount buys more than the whole: two purchases together cost what one of both amounts costs, and
 * the second begins in the block where the first ended. `quote.rule.test.ts` proves it.
 */

/** `upToWh`: where in the month the block ends, null for the last one. `price`: thousandths of a minor unit a kWh. */
export type Block = { upToWh: number | null; price: number };
export type Prices = {
  blocks: Block[];
  /** on top of the prices, in basis points: 18 % is 1800 */
  vat: number;
  levy: number;
  /** taken off the purchase first, in minor units */
  fee: number;
};

type QuotedBlock = Block & { fromWh: number; wh: number; minor: number };
/** The money adds up: `amount` = `fee` + `vat` + `levy` + the blocks'. */
export type Quote = {
  amount: number;
  fee: number;
  vat: number;
  levy: number;
  /** counted before this purchase in the same month */
  boughtWh: number;
  wh: number;
  blocks: QuotedBlock[];
};

/** One gigawatt-hour: more is a mistake, and sums of it stay exact. */
const MAX_WH = 1_000_000_000;
const WHOLE = 10_000n;
/** A price counts thousandths for 1,000 Wh, and the shares count ten-thousandths. */
const UNIT = 1_000_000n * WHOLE;

/**
 * Quotes an amount for a meter that has bought `boughtWh` in this month. Refusals:
 * `electricity.quote.too_little` (the fee takes it, or it buys less than a watt-hour), `too_much`.
 */
export function quote(amount: number, prices: Prices, boughtWh: number): Result<Quote> {
  const net = amount - prices.fee;
  if (net <= 0) return refuse('electricity.quote.too_little');
  const shares = WHOLE + BigInt(prices.vat) + BigInt(prices.levy);
  const used: { block: Block; fromWh: number; wh: bigint }[] = [];
  let left = BigInt(net) * UNIT;
  let from = boughtWh;
  for (const block of prices.blocks) {
    const room = block.upToWh === null ? null : BigInt(block.upToWh - from);
    if (room !== null && room <= 0n) continue;
    const each = BigInt(block.price) * shares;
    const all = room !== null && room * each <= left;
    const wh = all ? room : left / each;
    if (wh > BigInt(MAX_WH)) return refuse('electricity.quote.too_much');
    if (wh > 0n) used.push({ block, fromWh: from, wh });
    left -= wh * each;
    from += Number(wh);
    if (!all) break;
  }
  const wh = from - boughtWh;
  if (wh === 0) return refuse('electricity.quote.too_little');
  if (wh > MAX_WH) return refuse('electricity.quote.too_much');
  const share = (points: number) => Number((BigInt(net) * BigInt(points)) / shares);
  const [vat, levy] = [share(prices.vat), share(prices.levy)];
  const blocks = withMoney(used, net - vat - levy);
  return ok({ amount, fee: prices.fee, vat, levy, boughtWh, wh, blocks });
}

/** What an amount buys when the money of others comes first, in this order; 0 when it buys nothing then. */
export function whBehind(amount: number, prices: Prices, { boughtWh, others }: { boughtWh: number; others: number[] }) {
  const units = (minor: number, from: number) => {
    const quoted = quote(minor, prices, from);
    return quoted.ok ? quoted.data.wh : 0;
  };
  const from = others.reduce((before, minor) => before + units(minor, before), boughtWh);
  return units(amount, from);
}

/** Shares the money for energy among the blocks; the last one takes what less than a watt-hour costs. */
function withMoney(used: { block: Block; fromWh: number; wh: bigint }[], energy: number): QuotedBlock[] {
  let given = 0;
  return used.map(({ block, fromWh, wh }, i) => {
    const exact = Number((wh * BigInt(block.price)) / 1_000_000n);
    const minor = i === used.length - 1 ? energy - given : Math.min(exact, energy - given);
    given += minor;
    return { ...block, fromWh, wh: Number(wh), minor };
  });
}
