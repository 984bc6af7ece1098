/**
 * For each taken number the closest free one, the lower of two at the same distance; all different and none of
 * `except`. Fewer when fewer are free.
 */
export function nearestFree(
  gone: readonly number[],
  isFree: (number: number) => boolean,
  range: { first: number; last: number },
  except: readonly number[] = [],
): number[] {
  const used = new Set([...gone, ...except]);
  const found: number[] = [];
  for (const number of gone) {
    const near = closest(number, (candidate) => !used.has(candidate) && isFree(candidate), range);
    if (near === null) continue;
    used.add(near);
    found.push(near);
  }
  return found;
}

function closest(number: number, fits: (n: number) => boolean, { first, last }: { first: number; last: number }) {
  for (let away = 1; number - away >= first || number + away <= last; away++) {
    if (number - away >= first && number - away <= last && fits(number - away)) return number - away;
    if (number + away <= last && number + away >= first && fits(number + away)) return number + away;
  }
  return null;
}
