/** Sides of the grey square to which a picture is scaled, and of the block of its lowest frequencies that is used. */
const SIDE = 128;
const KEPT = 32;
/** The lowest frequencies come first, so that the first 256 bits are a coarser hash of the same picture. */
const COARSE = 16;

const cosines = Array.from({ length: KEPT + 1 }, (_, u) =>
  Float64Array.from({ length: SIDE }, (_, x) => Math.cos(((2 * x + 1) * u * Math.PI) / (2 * SIDE))),
);

/** Positions of the 32 × 32 block in the order of the bits: those of the 16 × 16 block, then the others. */
const order = [true, false].flatMap((coarse) =>
  Array.from({ length: KEPT * KEPT }, (_, i) => i).filter(
    (i) => (i % KEPT < COARSE && Math.floor(i / KEPT) < COARSE) === coarse,
  ),
);

/**
 * A hash of a picture's appearance, as 1024 characters "0" and "1": the signs of the low frequencies of its cosine
 * transform ("pHash": Zauner 2010, https://phash.org/docs/pubs/thesis_zauner.pdf). Compressing or scaling a picture
 * changes few of them. The README has measurements. Throws when the bytes are no image.
 */
export async function perceptualHash(bytes: Uint8Array): Promise<string> {
  const { default: sharp } = await import('sharp');
  const grey = await sharp(bytes, { pages: 1 })
    .autoOrient()
    .flatten({ background: '#fff' })
    .greyscale()
    .resize(SIDE, SIDE, { fit: 'fill', kernel: 'cubic' })
    .raw()
    .toBuffer();
  const rows: Float64Array[] = [];
  for (let y = 0; y < SIDE; y++) {
    const line = grey.subarray(y * SIDE, (y + 1) * SIDE);
    rows.push(Float64Array.from({ length: KEPT }, (_, u) => dot(line, cosines[u + 1] as Float64Array)));
  }
  const columns = Array.from({ length: KEPT }, (_, u) => Float64Array.from(rows, (row) => row[u] as number));
  return order
    .map((i) =>
      dot(columns[i % KEPT] as Float64Array, cosines[Math.floor(i / KEPT) + 1] as Float64Array) > 0 ? '1' : '0',
    )
    .join('');
}

function dot(values: ArrayLike<number>, weights: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) sum += (values[i] as number) * (weights[i] as number);
  return sum;
}
