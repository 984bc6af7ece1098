/** Renders a row of the outbox in its own language, with its organization's name. */
import type { Ctx } from '../../ctx/index.ts';
import type { MessageDefinition, RenderedMessage } from '../define.ts';
import { rendered } from '../mail-look.ts';

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
  const inside = { ...ctx, locale: message.language };
  const ready = await rendered(inside, (looking) => template.render(looking, message.params));
  // A line break would end the header; templates put names into subjects.
  return { ...ready, subject: ready.subject.replace(/\s+/g, ' ').trim().slice(0, 500) };
}
