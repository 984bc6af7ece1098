import { logoOf } from '../branding/index.ts';
import type { Ctx } from '../ctx/index.ts';
import { LimitedMap } from '../lib/limited-map.ts';
import type { PaperLogo } from './pdf.ts';
import type { SlipLogo } from './slip-contract.ts';

/**
 * The organization's logo as it goes to the thread that draws; undefined when there is none or it can't be read.
 * Documents are drawn with that of today (docs/decisions/0963-the-logo-is-the-letterhead.md).
 */
export async function paperLogo(ctx: Ctx): Promise<PaperLogo | undefined> {
  const logo = await logoOf(ctx);
  if (!logo) return undefined;
  const { width, height } = logo.file;
  return { url: `data:image/png;base64,${logo.bytes.toString('base64')}`, width: width ?? 1, height: height ?? 1 };
}

/** 46 × 18 mm, which fits on a roll of 58 mm too. */
const ROLL = { width: 368, height: 144 };
/** By the file's id, whose bytes never change: each receipt and each desk's list has one. At most 40 KB each. */
const slips = new LimitedMap<string, SlipLogo>(100);

/** The same for a receipt printer: small, grey and on white, for the printer's side to make dots of. */
export async function slipLogo(ctx: Ctx): Promise<SlipLogo | null> {
  const logo = await logoOf(ctx);
  if (!logo) return null;
  const known = slips.get(logo.file.id);
  if (known) return known;
  const { default: sharp } = await import('sharp');
  const grey = await sharp(logo.bytes)
    .flatten({ background: '#fff' })
    .greyscale()
    .resize({ ...ROLL, fit: 'inside', withoutEnlargement: true })
    .png()
    .toBuffer({ resolveWithObject: true });
  const [right, bottom] = [-grey.info.width & 7, -grey.info.height & 7];
  const { data, info } = await sharp(grey.data)
    .extend({ right, bottom, background: '#fff' })
    .png()
    .toBuffer({ resolveWithObject: true });
  const url = `data:image/png;base64,${data.toString('base64')}`;
  const slip: SlipLogo = { kind: 'logo', url, width: info.width, height: info.height };
  slips.set(logo.file.id, slip);
  return slip;
}
