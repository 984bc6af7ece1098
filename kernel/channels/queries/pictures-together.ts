/**
 * Pictures that somebody sends together, an album or several at once: services bring each as a message of its own, and
 * people mean one.
 */
import { type Ctx, inOrg, onOrg } from '../../ctx/index.ts';
import { firstIdAfter } from '../../lib/ids.ts';

/** Time between two pictures of one sending, as they arrive. Longer than a slow phone needs for the next one. */
const TOGETHER_MS = 10_000;
/** An album has ten; who sends more gets no more of them looked at. */
const MAX_PICTURES = 10;

export type Picture = { fileId: string; eventId: string; caption: string };

/**
 * The event of the picture right before this one, when both were sent together; null: something was said in between, or
 * this picture came later. The person has said nothing since that they want an answer to.
 */
export async function pictureBefore(
  ctx: Ctx,
  conversationId: string,
  { receivedAt }: { receivedAt: Date },
): Promise<string | null> {
  const [last] = await received(ctx, conversationId).orderBy('line.id', 'desc').limit(1).execute();
  return last && isPicture(last) && near(last.received_at, receivedAt) ? last.event_id : null;
}

/** The pictures that were sent together with that of an event, after it, in their order. */
export async function picturesAfter(ctx: Ctx, conversationId: string, eventId: string): Promise<Picture[]> {
  const lines = received(ctx, conversationId);
  const first = await lines.where('line.event_id', '=', eventId).executeTakeFirst();
  if (!first) return [];
  const later = await lines.where('line.id', '>', first.id).orderBy('line.id').limit(MAX_PICTURES).execute();
  const pictures: Picture[] = [];
  let at = first.received_at;
  for (const line of later) {
    if (!isPicture(line) || !near(at, line.received_at)) break;
    pictures.push({ fileId: line.file_id as string, eventId: line.event_id as string, caption: line.body });
    at = line.received_at;
  }
  return pictures;
}

function received(ctx: Ctx, conversationId: string) {
  return ctx.db
    .selectFrom('conversation_message as line')
    .innerJoin('inbox_event as event', onOrg('event.id', 'line.event_id'))
    .select(['line.id', 'line.kind', 'line.file_id', 'line.event_id', 'line.body', 'event.received_at'])
    .where(inOrg(ctx, 'line'))
    .where('line.id', '>=', firstIdAfter(conversationId))
    .where('line.conversation_id', '=', conversationId)
    .where('line.direction', '=', 'in');
}

const isPicture = ({ kind, file_id }: { kind: string; file_id: string | null }) =>
  file_id !== null && (kind === 'image' || kind === 'document');
const near = (a: Date, b: Date) => Math.abs(b.getTime() - a.getTime()) <= TOGETHER_MS;
