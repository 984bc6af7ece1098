import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { createSecretBox } from '../../../kernel/lib/secretbox.ts';

/** The keys of keypads are sealed like the secrets of the settings, each for its meter. */
const box = (ctx: Ctx) => createSecretBox(ctx.config.SECRET_KEY, 'electricity:keypads');
const placeOf = (ctx: Ctx, meterId: string) => `${orgOf(ctx).id} ${meterId}`;

export const sealKey = (ctx: Ctx, meterId: string, key: string) => box(ctx).seal(key, placeOf(ctx, meterId));

export function openKey(ctx: Ctx, { meter_id, key }: { meter_id: string; key: string | null }): string {
  if (key === null) throw new Error(`the keypad of ${meter_id} has no key`);
  return box(ctx).open(key, placeOf(ctx, meter_id));
}
