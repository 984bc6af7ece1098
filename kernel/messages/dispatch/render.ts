/** Renders a row of the outbox in its own language, with its organization's name. */
import type { Ctx } from '../../ctx/index.ts';
import type { MessageDefinition, RenderedMessage } from '../define.ts';

export type Templates = Map<string, MessageDefinition>;

export class UnknownTemplate extends Error {}

/**
 * Throws UnknownTemplate when no module has the template any more, and whatever the template throws.
 * @param ctx the organization's; its language is replaced by the message's
 */
export async function renderMessage(
  templates: Templates,
  ctx: Ctx,
  message: { template: string; language: string; params: Record<string, unknown> },
): Promise<RenderedMessage> {
  const template = templates.get(message.template);
  if (!template) throw new UnknownTemplate(`no template ${message.template}`);
  const rendered = await template.render({ ...ctx, locale: message.language }, message.params);
  // A line break would end the header; templates put names into subjects.
  return { ...rendered, subject: rendered.subject.replace(/\s+/g, ' ').trim().slice(0, 500) };
}
