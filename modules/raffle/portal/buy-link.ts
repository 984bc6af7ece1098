/** The link that takes chosen numbers into a chat, where the same flow asks, reserves and takes the money. */

/** Telegram's limit of what a link may hand to a chat, and so ours everywhere: https://core.telegram.org/bots/features#deep-linking */
const MOST_SIGNS = 64;

/**
 * `raffle:<code>` and, after another colon, the numbers as people write them: `raffle:ABC234:5,12,40-44`.
 * `left` counts the numbers that didn't fit; the chat takes them by hand.
 */
export function startPayload(code: string, numbers: readonly number[]): { payload: string; left: number } {
  let payload = `raffle:${code}`;
  let taken = 0;
  for (const [from, to] of stretches(numbers)) {
    const word = from === to ? String(from) : `${from}-${to}`;
    const longer = `${payload}${taken === 0 ? ':' : ','}${word}`;
    if (longer.length > MOST_SIGNS) break;
    payload = longer;
    taken += to - from + 1;
  }
  return { payload, left: numbers.length - taken };
}

/** Ascending numbers as stretches without a gap; two neighbours stay two, `5,6` being no longer than `5-6`. */
function stretches(numbers: readonly number[]): [number, number][] {
  const found: [number, number][] = [];
  for (const number of [...numbers].sort((a, b) => a - b)) {
    const last = found.at(-1);
    if (last && last[1] === number - 1) last[1] = number;
    else found.push([number, number]);
  }
  return found.flatMap(([from, to]): [number, number][] =>
    to === from + 1
      ? [
          [from, from],
          [to, to],
        ]
      : [[from, to]],
  );
}

export function webChatLink(slug: string, payload: string): string {
  return `/chat/${encodeURIComponent(slug)}?start=${encodeURIComponent(payload)}`;
}
