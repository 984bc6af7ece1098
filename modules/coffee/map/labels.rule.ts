/** A name beside its circle; `end`: to its left. */
export type MapLabel = { x: number; y: number; radius: number; text: string; end: boolean };

const GAP = 5;
const HEIGHT = 16;
/** About the width of a letter at 13 pixels. */
const LETTER = 7;

type Box = { left: number; right: number; top: number; bottom: number };

/**
 * Which names are drawn: one that would cover another, or another place's circle, is left out. The first ones go before.
 * @returns the indexes of the names that are drawn
 */
export function labelsToDraw(labels: MapLabel[]): Set<number> {
  const circles = labels.map(({ x, y, radius }) => ({
    left: x - radius,
    right: x + radius,
    top: y - radius,
    bottom: y + radius,
  }));
  const drawn = new Set<number>();
  const taken: Box[] = [];
  for (const [index, label] of labels.entries()) {
    const box = boxOf(label);
    if (taken.some((one) => meet(box, one)) || circles.some((one, i) => i !== index && meet(box, one))) continue;
    taken.push(box);
    drawn.add(index);
  }
  return drawn;
}

function boxOf({ x, y, radius, text, end }: MapLabel): Box {
  const width = text.length * LETTER;
  const left = end ? x - radius - GAP - width : x + radius + GAP;
  return { left, right: left + width, top: y - HEIGHT / 2, bottom: y + HEIGHT / 2 };
}

const meet = (a: Box, b: Box) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
