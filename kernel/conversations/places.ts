import { type Ctx, inOrg } from '../ctx/index.ts';
import { serviceOf } from './flows.ts';

export type PlaceOf = { flow: string; state: string; title: string };

/**
 * The places of conversations in their flows, by id, without those at the menu. `title` is in the language of `ctx`:
 * the text `<texts>.<state>.place` if the flow has one, else the state's name.
 */
export async function placesOf(ctx: Ctx, conversationIds: string[]): Promise<Map<string, PlaceOf>> {
  if (conversationIds.length === 0) return new Map();
  const rows = await ctx.db
    .selectFrom('conversation_state')
    .select(['conversation_id', 'flow', 'state'])
    .where(inOrg(ctx))
    .where('conversation_id', 'in', conversationIds)
    .where('flow', 'is not', null)
    .execute();
  const { flows, texts } = serviceOf(ctx);
  const places = new Map<string, PlaceOf>();
  for (const { conversation_id, flow, state } of rows) {
    const known = flows.find((owned) => owned.flow.name === flow)?.flow;
    if (!known || flow === null || state === null) continue;
    const title = texts.find(ctx, `${known.texts}.${state}.place`) ?? state.replaceAll('_', ' ');
    places.set(conversation_id, { flow, state, title });
  }
  return places;
}
