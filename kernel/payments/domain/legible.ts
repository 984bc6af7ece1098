/** Pixels that a picture needs each way for letters to be read in it. */
const LEAST_SIDE = 240;

/** Whether a file is a picture large enough to hold text; of what is no image both sides are null. */
export function mayHoldText({ width, height }: { width: number | null; height: number | null }): boolean {
  return (width ?? 0) >= LEAST_SIDE && (height ?? 0) >= LEAST_SIDE;
}
