import sharp from 'sharp';

/** A picture that differs from every other number's: a receipt, as far as the desk can tell. */
export function receiptOf(number: number): Promise<Buffer> {
  // Blocks computed from the number: pictures must differ visibly, and be the same at each run.
  const blocks = Array.from({ length: 24 }, (_, i) => {
    const n = (number * 7919 + i * 104729) % 10007;
    return `<rect x="${n % 520}" y="${(n * 31) % 1100}" width="${60 + (n % 160)}" height="${40 + ((n * 7) % 140)}" fill="hsl(${(n * 13) % 360} 60% ${30 + (n % 50)}%)"/>`;
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="1280"><rect width="640" height="1280" fill="#fff"/>${blocks.join('')}</svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
}
