import { type Ctx, inOrg } from '../../ctx/index.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import type { MessageAttachment, RenderedMessage } from '../define.ts';
import { renderMessage } from '../dispatch/render.ts';
import { templatesOf } from '../messages-service.ts';
import { COLUMNS, type MessageRow, toRow } from './list-messages.ts';

type MessagePreview = {
  subject: string;
  /** null when the message is confidential */
  text: string | null;
  /** complete and self-contained: its images are data URLs. Show it in a sandboxed frame. */
  html: string | null;
  attachments: { filename: string; content_type: string; bytes: number }[];
  confidential: boolean;
  /** true: what was sent; false: what would be sent now */
  as_sent: boolean;
};

export type MessageDetail = MessageRow & {
  /** null when it was never rendered and can't be now */
  preview: MessagePreview | null;
};

/** One message with its content; refuses with `messages.not_found`. */
export async function getMessage(ctx: Ctx, id: string): Promise<Result<MessageDetail>> {
  const row = await ctx.db
    .selectFrom('message')
    .select([...COLUMNS, 'params', 'body_text', 'body_html'])
    .where(inOrg(ctx))
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) return refuse('messages.not_found');
  const { params, body_text, body_html, ...plain } = row;
  const message = { template: row.template, language: row.language, params: params as Record<string, unknown> };
  const stored =
    row.subject !== null && body_text !== null
      ? { subject: row.subject, text: body_text, html: body_html ?? undefined }
      : null;
  return ok({ ...toRow(ctx, plain), preview: await previewOf(ctx, message, stored, row.subject) });
}

async function previewOf(
  ctx: Ctx,
  message: Parameters<typeof renderMessage>[2],
  stored: Pick<RenderedMessage, 'subject' | 'text' | 'html'> | null,
  subject: string | null,
): Promise<MessagePreview | null> {
  const templates = templatesOf(ctx);
  if (templates.get(message.template)?.confidential) {
    return {
      subject: subject ?? '',
      text: null,
      html: null,
      attachments: [],
      confidential: true,
      as_sent: subject !== null,
    };
  }
  // Attachments aren't stored, so they are made again; when the module is gone, the text is still shown.
  const fresh = await renderMessage(templates, ctx, message).catch((error: Error) => {
    ctx.log.warn(
      { template: message.template, error: error.message },
      'a message could not be rendered for its preview',
    );
    return null;
  });
  const shown = stored ?? fresh;
  if (!shown) return null;
  const attachments = fresh?.attachments ?? [];
  return {
    subject: shown.subject,
    text: shown.text,
    html: shown.html ? withImages(shown.html, attachments) : null,
    attachments: attachments.map(({ filename, contentType, content }) => ({
      filename,
      content_type: contentType,
      bytes: content.byteLength,
    })),
    confidential: false,
    as_sent: stored !== null,
  };
}

/** Replaces `cid:` images with data URLs, since browsers don't support cid. */
function withImages(html: string, attachments: MessageAttachment[]): string {
  let shown = html;
  for (const { cid, contentType, content } of attachments) {
    if (cid)
      shown = shown.replaceAll(`cid:${cid}`, `data:${contentType};base64,${Buffer.from(content).toString('base64')}`);
  }
  return shown;
}
