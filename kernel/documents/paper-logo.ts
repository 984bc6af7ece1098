import { logoOf } from '../branding/index.ts';
import type { Ctx } from '../ctx/index.ts';
import type { PaperLogo } from './pdf.ts';

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
