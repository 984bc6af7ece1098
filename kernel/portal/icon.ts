import { brandOf, logoIcon } from '../branding/index.ts';
import { type Ctx, orgOf } from '../ctx/index.ts';
import { outlineText } from '../documents/index.ts';
import { LimitedMap } from '../lib/limited-map.ts';

/** The colour of ours on phones. */
export const OURS = '#0f5c4d';
/** Dots of a side that phones ask for (https://web.dev/articles/add-manifest). */
export const ICON_SIZES = [192, 512];

/** The scripts of the documents' fonts; any other would be drawn as a box. */
const DRAWN = /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Devanagari}\p{Nd}]/u;
/** By letter, colour and size; a picture of at most 10 KB. */
const kept = new LimitedMap<string, Buffer>(100);

/** What stands for the page on a phone's home screen: the organization's logo, else its first letter on its colour. */
export async function appIcon(ctx: Ctx, size: number): Promise<Buffer> {
  const brand = await brandOf(ctx);
  const logo = await logoIcon(ctx, brand, size);
  return logo ?? letterIcon(firstLetter(orgOf(ctx).name), brand.colour ?? OURS, size);
}

/** '' when the name has none that the fonts can draw. */
function firstLetter(name: string): string {
  const signs = [...new Intl.Segmenter().segment(name)].map(({ segment }) => segment);
  const letter = signs.find((sign) => /^[\p{L}\p{N}]/u.test(sign)) ?? '';
  return DRAWN.test(letter) ? letter.toUpperCase() : '';
}

async function letterIcon(letter: string, colour: string, size: number): Promise<Buffer> {
  const key = `${letter} ${colour} ${size}`;
  const known = kept.get(key);
  if (known) return known;
  // As an outline, since a machine may have no fonts; small enough for the circle of four fifths to which phones crop.
  const { path, width } = await outlineText(letter, size / 2, 'bold');
  const baseline = size * 0.68;
  const { default: sharp } = await import('sharp');
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}">` +
    `<rect width="${size}" height="${size}" fill="${colour}"/>` +
    `<path transform="translate(${(size - width) / 2} ${baseline})" fill="#ffffff" d="${path}"/></svg>`;
  const icon = await sharp(Buffer.from(svg)).png().toBuffer();
  kept.set(key, icon);
  return icon;
}
