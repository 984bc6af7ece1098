import { brandOf, logoOf } from '../branding/index.ts';
import type { Ctx } from '../ctx/index.ts';
import type { MessageAttachment, RenderedMessage } from './define.ts';

/** What a mail shows of its organization besides the name. */
export type MailLook = {
  /** of the button and the name; null: ours */
  colour: string | null;
  /** shown in this size, in pixels */
  logo: { width: number; height: number } | null;
};
/** A ctx in which a mail is rendered. */
export type MailCtx = Ctx & { mailLook?: MailLook };

const LOGO_CID = 'organization-logo';
export const LOGO_SOURCE = `cid:${LOGO_CID}`;
const LOGO_FRAME = { width: 220, height: 64 };

/**
 * Renders in the organization's look. The logo goes along as an attachment: many mail programs load no picture from an
 * address, and such an address tells who reads. Nothing of it stops a mail.
 */
export async function rendered<R extends Pick<RenderedMessage, 'html' | 'attachments'>>(
  ctx: Ctx,
  render: (ctx: MailCtx) => R | Promise<R>,
): Promise<R & { attachments?: MessageAttachment[] }> {
  if (!ctx.organization) return render(ctx);
  const found = await lookOf(ctx);
  if (!found) return render(ctx);
  const message = await render({ ...ctx, mailLook: found.look });
  if (!found.bytes || !message.html?.includes(LOGO_SOURCE)) return message;
  const logo = { filename: 'logo.png', contentType: 'image/png', content: found.bytes, cid: LOGO_CID };
  return { ...message, attachments: [...(message.attachments ?? []), logo] };
}

async function lookOf(ctx: Ctx): Promise<{ look: MailLook; bytes: Buffer | null } | null> {
  try {
    const brand = await brandOf(ctx);
    const logo = await logoOf(ctx, brand);
    const { width, height } = { width: logo?.file.width ?? 1, height: logo?.file.height ?? 1 };
    const scale = Math.min(LOGO_FRAME.width / width, LOGO_FRAME.height / height, 1);
    const size = { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
    return { look: { colour: brand.colour, logo: logo && size }, bytes: logo?.bytes ?? null };
  } catch (error) {
    ctx.log.error({ err: error }, 'a mail goes without the look of its organization');
    return null;
  }
}
