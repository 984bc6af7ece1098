/**
 * Which of the eight masks makes a code easiest to read (ISO/IEC 18004, 7.8.3: the one of least penalty). The `qrcode`
 * library does this too, and spends nine tenths of its time on it; the same rules over flat arrays take a fifth of
 * that, which is what keeps an SVG under half a millisecond.
 */

const MASK_0 = (i: number, j: number): boolean => (i + j) % 2 === 0;
const MASKS: ((row: number, column: number) => boolean)[] = [
  MASK_0,
  (i) => i % 2 === 0,
  (_, j) => j % 3 === 0,
  (i, j) => (i + j) % 3 === 0,
  (i, j) => (Math.floor(i / 2) + Math.floor(j / 3)) % 2 === 0,
  (i, j) => ((i * j) % 2) + ((i * j) % 3) === 0,
  (i, j) => (((i * j) % 2) + ((i * j) % 3)) % 2 === 0,
  (i, j) => (((i * j) % 3) + ((i + j) % 2)) % 2 === 0,
];

/**
 * `dark` is the code under mask 0 and `reserved` marks the modules that no mask touches (finders, timing, format).
 * The fifteen format bits stay those of mask 0 while the others are weighed: they are too few to matter.
 */
export function bestMask(size: number, dark: Uint8Array, reserved: Uint8Array): number {
  const turns = turnsFor(size);
  const trial = new Uint8Array(dark.length);
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let mask = 0; mask < MASKS.length; mask++) {
    const turn = turns[mask] as Uint8Array;
    for (let i = 0; i < dark.length; i++)
      trial[i] = (dark[i] as number) ^ ((turn[i] as number) & ((reserved[i] as number) ^ 1));
    const weight = penalty(size, trial);
    if (weight < least) {
      least = weight;
      best = mask;
    }
  }
  return best;
}

// Of four modules, by how many are dark: whether they are all alike. A table, and a product in lines() below, since the
// modules are as good as random and every `if` on them is guessed wrong half the time.
const ALIKE = [1, 0, 0, 0, 1];

/** The standard's penalty: long runs, blocks of two by two, false finders, and being far from half dark. */
export function penalty(size: number, dark: Uint8Array): number {
  const total = lines(size, dark, size, 1) + lines(size, dark, 1, size);
  const at = (i: number): number => dark[i] as number;
  let darkCount = 0;
  let blocks = 0;
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const i = row * size + column;
      const own = dark[i] as number;
      darkCount += own;
      if (row === 0 || column === 0) continue;
      blocks += ALIKE[own + at(i - 1) + at(i - size) + at(i - size - 1)] as number;
    }
  }
  return total + 3 * blocks + 10 * Math.abs(Math.ceil((darkCount * 20) / dark.length) - 10);
}

/** Runs of five and more (3, and 1 for each further module) and the finder's 1:1:3:1:1 beside four light ones (40). */
function lines(size: number, dark: Uint8Array, across: number, along: number): number {
  let total = 0;
  for (let line = 0; line < size; line++) {
    let run = 0;
    let last = 0;
    let window = 0;
    for (let k = 0, i = line * across; k < size; k++, i += along) {
      const own = dark[i] as number;
      run = run * (1 ^ own ^ last) + 1;
      last = own;
      if (run >= 5) total += run === 5 ? 3 : 1;
      window = ((window << 1) & 0x7ff) | own;
      if (k >= 10 && (window === 0x5d0 || window === 0x05d)) total += 40;
    }
  }
  return total;
}

// By size: for each mask, which modules differ from mask 0. There are forty sizes at most, and one or two in use.
const turnsBySize = new Map<number, Uint8Array[]>();

function turnsFor(size: number): Uint8Array[] {
  let turns = turnsBySize.get(size);
  if (!turns) {
    turns = MASKS.map((mask) =>
      new Uint8Array(size * size).map((_, i) => {
        const row = Math.floor(i / size);
        const column = i % size;
        return Number(mask(row, column) !== MASK_0(row, column));
      }),
    );
    turnsBySize.set(size, turns);
  }
  return turns;
}
