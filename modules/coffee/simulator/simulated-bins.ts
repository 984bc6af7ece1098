export type SimulatedBin = { position: number; material: string; capacity: number; threshold: number };
export type Ingredient = { material: string; quantity: number };

/** A fuller bin is left as it is by whoever refills the machine. */
const NEARLY_FULL = 0.9;

/** The bins of a simulated machine with what is in them, in their units. */
export class SimulatedBins {
  readonly #bins: (SimulatedBin & { level: number })[];

  constructor(bins: (SimulatedBin & { level: number })[]) {
    this.#bins = bins.map((bin) => ({ ...bin }));
  }

  get low(): boolean {
    return this.#bins.some(({ level, threshold }) => level <= threshold);
  }

  /** Takes what a recipe says, exactly; a material without a bin, such as water, comes from the mains. False: not enough. */
  take(ingredients: Ingredient[]): boolean {
    const taken = ingredients.flatMap(({ material, quantity }) => {
      const same = this.#bins.filter((bin) => bin.material === material);
      return same.length === 0 ? [] : [{ bin: same.find(({ level }) => level >= quantity), quantity }];
    });
    if (taken.some(({ bin }) => !bin)) return false;
    for (const { bin, quantity } of taken) if (bin) bin.level -= quantity;
    return true;
  }

  /** Loses something that nobody bought. */
  lose(position: number, quantity: number): void {
    for (const bin of this.#bins) if (bin.position === position) bin.level = Math.max(0, bin.level - quantity);
  }

  fill(): void {
    for (const bin of this.#bins) if (bin.level < bin.capacity * NEARLY_FULL) bin.level = bin.capacity;
  }

  /** What the scales say. */
  levels(): { position: number; level: number }[] {
    return this.#bins.map(({ position, level }) => ({ position, level: Math.round(level * 1000) / 1000 }));
  }
}
