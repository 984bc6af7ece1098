import { type Ctx, orgOf } from '../ctx/index.ts';
import type { StoredFile } from '../files/index.ts';
import { getSettings } from '../settings/index.ts';
import type { PageBrand } from './contract.ts';
import { iconOf, logoBytes, logoFile } from './logo.ts';
import { brandingSettings } from './settings.ts';

export type Brand = {
  /** `#rrggbb`, dark enough for white text; null: our own colours */
  colour: string | null;
  /** a PNG of at most 400 × 400 dots; null: none */
  logo: StoredFile | null;
};

/** How the organization looks. A logo that was deleted is none. */
export async function brandOf(ctx: Ctx): Promise<Brand> {
  const { logo, colour } = await getSettings(ctx, brandingSettings);
  return { colour: colour || null, logo: logo ? await logoFile(ctx, logo) : null };
}

/** The colour alone; null: our own. */
export const colourOf = async (ctx: Ctx): Promise<Brand['colour']> =>
  (await getSettings(ctx, brandingSettings)).colour || null;

/** The logo with its bytes; null when there is none, or it can't be read now. */
export async function logoOf(ctx: Ctx, brand?: Brand): Promise<{ file: StoredFile; bytes: Buffer } | null> {
  const { logo: file } = brand ?? (await brandOf(ctx));
  const bytes = file && (await logoBytes(ctx, file));
  return bytes ? { file, bytes } : null;
}

/** The logo on a white square of so many dots; null as for `logoOf`. */
export async function logoIcon(ctx: Ctx, brand: Brand, size: number): Promise<Buffer | null> {
  const logo = await logoOf(ctx, brand);
  return logo && iconOf(logo.file.id, logo.bytes, size);
}

/** What a page for customers shows of the organization. Anyone may know it. */
export async function pageBrand(ctx: Ctx): Promise<PageBrand> {
  const { name, slug } = orgOf(ctx);
  const { colour, logo } = await brandOf(ctx);
  return { name, colour, logo: logo && `/api/v1/branding/${slug}/logo?v=${logo.sha256.slice(0, 16)}` };
}
