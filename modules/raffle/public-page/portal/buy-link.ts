/** The link that takes chosen numbers into a chat, where the same flow reserves them and takes the money. */

/**
 * Telegram allows 64 letters, digits, `_` and `-` in a link; all channels here use that limit:
 * https://core.telegram.org/bots/features#deep-linking
 */
const MAX_SIGNS = 64;

/**
 * `raffle_<code>` and the numbers after it, with ranges: `raffle_ABC234_5_12_40-44`. `chat/start-payload.rule.ts` reads
 * it. `left` counts the numbers that did not fit; the buyer types those in the chat.
 */
export function startPayload(code: string, numbers: readonly number[]): { payload: string; left: number } {
  let payload = nothingChosen(code);
  let taken = 0;
  for (const [from, to] of stretches(numbers)) {
    const word = from === to ? String(from) : `${from}-${to}`;
    const longer = `${payload}_${word}`;
    if (longer.length > MAX_SIGNS) break;
    payload = longer;
    taken += to - from + 1;
  }
  return { payload, left: numbers.length - taken };
}

/** Ascending numbers as ranges. Two neighbours stay two numbers, because `5-6` is no shorter than `5,6`. */
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

const nothingChosen = (code: string) => `raffle_${code}`;

/** A chat link of the API, with the raffle and the chosen numbers in it. */
export function withNumbers(link: string, code: string, payload: string): string {
  return link.replace(nothingChosen(code), payload);
}
