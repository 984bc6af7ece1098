/** Minimum width and height of a picture with readable letters. */
const MIN_SIDE = 240;

/** Whether a file is a picture large enough to contain text; for other files both sides are null. */
export function mayHoldText({ width, height }: { width: number | null; height: number | null }): boolean {
  return (width ?? 0) >= MIN_SIDE && (height ?? 0) >= MIN_SIDE;
}
