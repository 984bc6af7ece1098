/** Pictures are scaled to this width; a line of text is then 8 to 25 rows high. */
const WIDTH = 480;
/** The brightness step between neighbouring pixels that counts as ink rather than noise or compression. */
const STEP = 28;
/** The number of such steps that a row needs: one stroke has two edges. */
const EDGES = 3;
/** Steps one below the other over this many rows are the edge of a card or of the screen, not a letter. */
const RULE = 100;
/** The share of these rows that must have the step: compression breaks an edge in places. */
const RULE_SHARE = 0.8;
/** Rows without ink inside a line: dots above letters, underlines. */
const GAP = 2;
const HEIGHT = { least: 5, most: 120 };
/**
 * The size that a row of content is shrunk to, and of the block of its lowest frequencies that is kept: 16 × 4 = 64
 * bits.
 */
const [COLUMNS, ROWS] = [64, 16];
const [KEPT_X, KEPT_Y] = [16, 4];

const cosines = (length: number, kept: number) =>
  Array.from({ length: kept }, (_, u) =>
    Float64Array.from({ length }, (_, x) => Math.cos(((2 * x + 1) * (u + 1) * Math.PI) / (2 * length))),
  );
const COS_X = cosines(COLUMNS, KEPT_X);
const COS_Y = cosines(ROWS, KEPT_Y);

/**
 * Several hashes of one picture: one for each row of content (a line of text, a button), from top to bottom. Rows are
 * separated by blank space and cropped to their ink, so that neither a crop, nor their position, nor the scale changes
 * their hash.
 * @returns 64 bits in hex each; none for a picture without rows, such as a landscape
 */
export async function rowHashes(bytes: Uint8Array): Promise<string[]> {
  const { default: sharp } = await import('sharp');
  const { data, info } = await sharp(bytes)
    .flatten({ background: '#fff' })
    .greyscale()
    .resize({ width: WIDTH })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const picture = { data, width: info.width, height: info.height };
  return rowsOf(picture).map((row) => hashOf(picture, row));
}

type Picture = { data: Buffer; width: number; height: number };
type Row = { top: number; bottom: number; left: number; right: number };

function rowsOf(picture: Picture): Row[] {
  const { width, height } = picture;
  const ink = inkOf(picture);
  const rows: Row[] = [];
  for (let y = 0; y < height; y++) {
    const line = ink.subarray(y * width, (y + 1) * width);
    const edges = line.reduce((sum, one) => sum + one, 0);
    if (edges < EDGES) continue;
    const [left, right] = [line.indexOf(1), line.lastIndexOf(1) + 1];
    const row = rows.at(-1);
    if (row && y - row.bottom <= GAP + 1) {
      Object.assign(row, { bottom: y, left: Math.min(row.left, left), right: Math.max(row.right, right) });
    } else {
      rows.push({ top: y, bottom: y, left, right });
    }
  }
  return rows.filter(({ top, bottom }) => bottom - top + 1 >= HEIGHT.least && bottom - top + 1 <= HEIGHT.most);
}

/** 1 where the brightness steps from a pixel to its right neighbour, without long upright edges. */
function inkOf({ data, width, height }: Picture): Uint8Array {
  const ink = new Uint8Array(width * height);
  for (let i = 0; i < ink.length - 1; i++) {
    if ((i + 1) % width !== 0 && Math.abs((data[i + 1] as number) - (data[i] as number)) >= STEP) ink[i] = 1;
  }
  for (let x = 0; x < width; x++) {
    // The number of steps above each row of this column, so that a window's count is one subtraction.
    const above = new Uint32Array(height + 1);
    for (let y = 0; y < height; y++) above[y + 1] = (above[y] as number) + near(ink, y * width + x);
    for (let y = 0; y + RULE <= height; y++) {
      if ((above[y + RULE] as number) - (above[y] as number) < RULE * RULE_SHARE) continue;
      for (let k = y; k < y + RULE; k++) ink[k * width + x] = 2;
    }
  }
  return ink.map((one) => Number(one === 1));
}

/** An edge that leans by one pixel is still one edge. */
const near = (ink: Uint8Array, at: number) => (ink[at - 1] || ink[at] || ink[at + 1] ? 1 : 0);

function hashOf(picture: Picture, { top, bottom, left, right }: Row): string {
  const small = shrink(picture, left, top, right - left + 1, bottom - top + 1);
  // Rows first, then columns: the cosine transform of the small picture, only its lowest frequencies.
  const across = COS_X.map((wave) =>
    Float64Array.from({ length: ROWS }, (_, y) => {
      let sum = 0;
      for (let x = 0; x < COLUMNS; x++) sum += (small[y * COLUMNS + x] as number) * (wave[x] as number);
      return sum;
    }),
  );
  let bits = 0n;
  for (const wave of COS_Y) {
    for (const column of across) {
      let sum = 0;
      for (let y = 0; y < ROWS; y++) sum += (column[y] as number) * (wave[y] as number);
      bits = (bits << 1n) | (sum > 0 ? 1n : 0n);
    }
  }
  return bits.toString(16).padStart(16, '0');
}

/** A part of the picture, scaled to COLUMNS × ROWS. */
function shrink({ data, width }: Picture, left: number, top: number, wide: number, high: number): Float64Array {
  const small = new Float64Array(COLUMNS * ROWS);
  for (let j = 0; j < ROWS; j++) {
    const [y0, y1] = [
      Math.floor((j * high) / ROWS),
      Math.max(Math.floor((j * high) / ROWS) + 1, Math.floor(((j + 1) * high) / ROWS)),
    ];
    for (let i = 0; i < COLUMNS; i++) {
      const [x0, x1] = [
        Math.floor((i * wide) / COLUMNS),
        Math.max(Math.floor((i * wide) / COLUMNS) + 1, Math.floor(((i + 1) * wide) / COLUMNS)),
      ];
      let sum = 0;
      for (let y = y0; y < y1; y++) for (let x = x0; x < x1; x++) sum += data[(top + y) * width + left + x] as number;
      small[j * COLUMNS + i] = sum / ((y1 - y0) * (x1 - x0));
    }
  }
  return small;
}
