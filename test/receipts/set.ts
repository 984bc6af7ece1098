import sharp from 'sharp';
import type { App, Purchase } from './apps.ts';
import { Chance } from './chance.ts';

const GIVEN = ['Asha', 'Ravi', 'Meena', 'Joseph', 'Fatima', 'Lakshmi', 'Diego', 'Claudine', 'Emmanuel', 'Priya'];
const FAMILY = ['Verma', 'Nair', 'Thomas', 'Uwase', 'Quispe', 'Reddy', 'Mutesi', 'Khan', 'Iyer', 'Rojas'];
const PAYEE = 'Kerala Arts Club';

/**
 * A typical purchase: one of three prices, on one of a few days. Transfer numbers begin with year, day and hour, as
 * those of real networks do, so that numbers of the same hour differ in six digits only.
 */
export function purchase(chance: Chance, over: Partial<Purchase> = {}): Purchase {
  const at = new Date(
    Date.UTC(2026, 10, 18 + chance.below(4), 7 + chance.below(14), chance.below(60), chance.below(60)),
  );
  return {
    amountMinor: chance.of([30_000, 50_000, 125_000]),
    at,
    payer: `${chance.of(GIVEN)} ${chance.of(FAMILY)}`,
    payee: PAYEE,
    account: chance.digits(4),
    ownId: `26${String(at.getUTCMonth() + 1)}${at.getUTCDate()}${chance.digits(16)}`,
    ...over,
    reference: over.reference ?? numberOf(over.at ?? at, chance),
  };
}

const numberOf = (at: Date, chance: Chance) =>
  `6${Math.floor((at.getTime() - Date.UTC(2026, 0, 1)) / 86_400_000) + 1}${String(at.getUTCHours()).padStart(2, '0')}${chance.digits(6)}`;

/** The hardest to distinguish from a copy: the same person pays the same amount again, minutes later. */
export function paidAgain(chance: Chance, first: Purchase): Purchase {
  const at = new Date(first.at.getTime() + (2 + chance.below(40)) * 60_000 + chance.below(60) * 1000);
  return { ...first, at, reference: numberOf(at, chance), ownId: `${first.ownId.slice(0, 6)}${chance.digits(16)}` };
}

/** A screenshot of it, PNG. */
export async function screenshot(app: App, bought: Purchase): Promise<Buffer> {
  const drawing = await app.draw(bought);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1080" height="${app.height}">
    <rect width="1080" height="${app.height}" fill="${app.background}"/>${drawing}</svg>`;
  return sharp(Buffer.from(svg)).png({ compressionLevel: 3 }).toBuffer();
}

export type Copy = { name: string; make(picture: Buffer, chance: Chance): Promise<Buffer> };

/** What people do to a receipt before they send it again. */
export const COPIES: Copy[] = [
  { name: 'compressed', make: (p) => sharp(p).jpeg({ quality: 35 }).toBuffer() },
  { name: 'scaled to half', make: (p) => sharp(p).resize(540).jpeg({ quality: 70 }).toBuffer() },
  { name: 'status bar cut off', make: (p) => cut(p, 0, 0.045, 1, 1) },
  { name: 'one per cent off', make: (p) => cut(p, 0.01, 0.01, 0.99, 0.99) },
  { name: 'the middle only', make: (p) => cut(p, 0.02, 0.14, 0.98, 0.78) },
  {
    name: 'cut, scaled and compressed',
    make: async (p) =>
      sharp(await cut(p, 0, 0.08, 1, 0.88))
        .resize(620)
        .jpeg({ quality: 45 })
        .toBuffer(),
  },
  { name: 'photographed', make: photograph },
];

async function cut(picture: Buffer, left: number, top: number, right: number, bottom: number): Promise<Buffer> {
  const { width, height } = await sharp(picture).metadata();
  const box = {
    left: Math.round(left * width),
    top: Math.round(top * height),
    width: Math.round((right - left) * width),
    height: Math.round((bottom - top) * height),
  };
  return sharp(picture).extract(box).jpeg({ quality: 80 }).toBuffer();
}

/**
 * A hand-held photo of the screen that shows it: at an angle, slightly rotated, lit from one corner, out of focus, with
 * the camera's noise and a table around it.
 */
async function photograph(picture: Buffer, chance: Chance): Promise<Buffer> {
  const { data, info } = await sharp(picture).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const [width, height] = [1200, Math.round((1200 / info.width) * info.height * 0.98)];
  const jitter = (most: number) => (chance.next() - 0.5) * 2 * most;
  // The corners of the screen, as fractions of the photo.
  const seen = [
    [0.07 + jitter(0.02), 0.04 + jitter(0.015)],
    [0.93 + jitter(0.02), 0.05 + jitter(0.015)],
    [0.95 + jitter(0.02), 0.96 + jitter(0.015)],
    [0.05 + jitter(0.02), 0.95 + jitter(0.015)],
  ].map(([x = 0, y = 0]) => [x * width, y * height] as const);
  const toScreen = projection(seen, [
    [0, 0],
    [info.width, 0],
    [info.width, info.height],
    [0, info.height],
  ]);
  const out = Buffer.alloc(width * height * 3);
  const light = chance.next() < 0.5 ? 1 : -1;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [u, v] = toScreen(x, y);
      const o = (y * width + x) * 3;
      const inside = u >= 0 && v >= 0 && u < info.width - 1 && v < info.height - 1;
      const gain = 0.86 + 0.16 * (light > 0 ? x / width : 1 - x / width) * (1 - y / height / 2);
      const noise = (chance.next() + chance.next() - 1) * 14;
      for (let c = 0; c < 3; c++) {
        const value = inside ? blend(data, info.width, u, v, c) : 96 + 10 * c;
        out[o + c] = Math.max(0, Math.min(255, value * gain + noise));
      }
    }
  }
  return sharp(out, { raw: { width, height, channels: 3 } })
    .blur(0.7)
    .jpeg({ quality: 75 })
    .toBuffer();
}

/** The interpolated colour between four pixels. */
function blend(data: Buffer, width: number, u: number, v: number, c: number): number {
  const [x, y] = [Math.floor(u), Math.floor(v)];
  const [a, b] = [u - x, v - y];
  const at = (i: number, j: number) => data[((y + j) * width + x + i) * 3 + c] as number;
  return (at(0, 0) * (1 - a) + at(1, 0) * a) * (1 - b) + (at(0, 1) * (1 - a) + at(1, 1) * a) * b;
}

type Point = readonly [number, number];

/** The projection that maps four points to four others: eight equations for its eight numbers, by elimination. */
function projection(from: Point[], to: Point[]): (x: number, y: number) => Point {
  const rows = from.flatMap(([x, y], i) => {
    const [u, v] = to[i] as Point;
    return [
      [x, y, 1, 0, 0, 0, -u * x, -u * y, u],
      [0, 0, 0, x, y, 1, -v * x, -v * y, v],
    ];
  });
  for (let i = 0; i < 8; i++) {
    const best = rows.slice(i).reduce((a, row) => (Math.abs(row[i] as number) > Math.abs(a[i] as number) ? row : a));
    rows.splice(rows.indexOf(best), 1);
    rows.splice(i, 0, best);
    for (const [j, row] of rows.entries()) {
      const factor = j === i ? 0 : (row[i] as number) / (best[i] as number);
      for (let k = i; k < 9; k++) row[k] = (row[k] as number) - factor * (best[k] as number);
    }
  }
  const [a, b, c, d, e, f, g, h] = rows.map((row, i) => (row[8] as number) / (row[i] as number)) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return (x, y) => {
    const w = g * x + h * y + 1;
    return [(a * x + b * y + c) / w, (d * x + e * y + f) / w];
  };
}

export { APPS, type App } from './apps.ts';
export { Chance };
