import type { Ctx } from '../../../kernel/ctx/index.ts';
import { getSettings } from '../../../kernel/settings/index.ts';
import { coffeeSettings } from '../settings.ts';
import { tilesOrigin } from '../tiles.rule.ts';

/** The server of the map's tiles, when one is set: the console may show its pictures. */
export async function pictureOrigins(ctx: Ctx): Promise<string[]> {
  const origin = tilesOrigin((await getSettings(ctx, coffeeSettings)).map_tiles);
  return origin ? [origin] : [];
}
