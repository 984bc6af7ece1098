/** Renders a message of a conversation for the outbox (template `channels.message`). */
import { type Ctx, inOrg } from '../ctx/index.ts';
import { readFile } from '../files/index.ts';
import { type ChatChoice, type ChatFile, defineMessage, type RenderedMessage } from '../messages/index.ts';
import { adapterOf } from './channels-service.ts';
import { findConversation, windowOpen } from './conversation.ts';

export const CONVERSATION_MESSAGE = 'channels.message';

export type ConversationMessageParams = {
  conversation_message_id: string;
  conversation_id: string;
  list_button?: string;
  document_name?: string;
  about?: string;
  /** the topic of the chat that it answers in */
  thread?: string;
  /**
   * set when the channel refused free text: the message is then sent as a template, unless the person has written since
   * (ISO 8601)
   */
  window_closed?: string;
};

export const conversationMessage = defineMessage<ConversationMessageParams>({
  name: CONVERSATION_MESSAGE,
  async render(ctx, params) {
    const [line, conversation] = await Promise.all([
      ctx.db
        .selectFrom('conversation_message')
        .select(['kind', 'body', 'choices', 'file_id', 'author'])
        .where(inOrg(ctx))
        .where('id', '=', params.conversation_message_id)
        .executeTakeFirst(),
      findConversation(ctx, params.conversation_id),
    ]);
    if (!line || !conversation) throw new Error('the line of the conversation is gone');
    const rendered = { subject: line.body.slice(0, 120), text: line.body };
    const adapter = adapterOf(ctx, conversation.channel);
    const template = (await adapter?.templateFor?.(ctx, params.about ?? `channels.${line.author}`)) ?? null;
    const asTemplate = template && { text: line.body, template: { ...template, values: [line.body] } };
    const wrote = conversation.last_inbound_at?.toISOString() ?? '';
    const refused = params.window_closed !== undefined && wrote < params.window_closed;
    const open = !adapter || windowOpen(adapter, conversation.last_inbound_at, ctx.clock.now());
    if (!open || refused)
      return asTemplate ? { ...rendered, chat: asTemplate } : { ...rendered, hold: 'window_closed' };
    const file = line.file_id ? await fileOf(ctx, line.file_id, params.document_name) : undefined;
    return {
      ...rendered,
      chat: {
        text: line.body,
        ...(line.choices && { choices: line.choices as ChatChoice[] }),
        ...(params.thread && { thread: params.thread }),
        ...(params.list_button && { listButton: params.list_button }),
        ...(file && (line.kind === 'image' ? { image: file } : { document: file })),
      },
      // The window is open by our clock; the channel may disagree.
      ...(asTemplate && { instead: asTemplate }),
    } satisfies RenderedMessage;
  },
});

/** A missing file leaves the text alone; a store that does not answer throws, and the outbox tries again. */
async function fileOf(ctx: Ctx, id: string, name: string | undefined): Promise<ChatFile | undefined> {
  const read = await readFile(ctx, id);
  if (read.ok)
    return { name: name ?? read.data.file.name, contentType: read.data.file.contentType, bytes: read.data.bytes };
  if (read.code === 'files.not_found') return undefined;
  throw new Error(`${read.code}: file ${id}`);
}
