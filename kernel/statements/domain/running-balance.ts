/** What a running balance says about the rows beside it. Pure. */
import type { Way } from './direction.ts';

type Moved = { minor: number | null; balance: number | null };

/** The share of neighbouring rows whose amounts explain the change of the balance, in the better of both orders. */
export function addsUp(amounts: (number | null)[], balances: (number | null)[]): number {
  const rows = amounts
    .map((minor, at) => ({ minor, balance: balances[at] ?? null }))
    .filter((row) => row.minor !== null && row.balance !== null);
  if (rows.length < 3) return 0;
  return Math.max(...explained(rows)) / (rows.length - 1);
}

/** How many rows the balance explains when the oldest stands first, and when the newest does. */
function explained(rows: Moved[]): [number, number] {
  let [up, down] = [0, 0];
  for (let at = 1; at < rows.length; at += 1) {
    const change = Math.abs((rows[at]?.balance ?? 0) - (rows[at - 1]?.balance ?? 0));
    if (change === rows[at]?.minor) up += 1;
    if (change === rows[at - 1]?.minor) down += 1;
  }
  return [up, down];
}

/**
 * The direction of each row as its balance shows it: risen by the amount, or fallen by it. Null where the change has
 * another size, where the balance is missing, and for the row that has none before it.
 */
export function waysByBalance(rows: (Moved & { before?: number | null; day: string })[]): (Way | null)[] {
  const whole = rows.map((row, at) => ({ ...row, at })).filter((row) => row.minor !== null && row.balance !== null);
  const ways: (Way | null)[] = rows.map(() => null);
  const [up, down] = explained(whole);
  const [first, last] = [whole[0]?.day ?? '', whole.at(-1)?.day ?? ''];
  // Both fit when all amounts are equal: then the days tell, and without them nothing does.
  const order = up > down ? 1 : down > up ? -1 : first < last ? 1 : first > last ? -1 : 0;
  // Where most rows don't add up (fees, filtered rows) a row that does is chance.
  const sound = Math.max(up, down) * 2 >= whole.length - 1;
  for (const [at, row] of whole.entries()) {
    const earlier = order === 0 || !sound ? undefined : whole[at - order];
    const before = row.before ?? earlier?.balance ?? null;
    if (before === null || row.balance === null || !row.minor) continue;
    const change = row.balance - before;
    if (change === row.minor) ways[row.at] = 'in';
    else if (change === -row.minor) ways[row.at] = 'out';
  }
  return ways;
}
