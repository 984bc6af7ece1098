import { createECDH, type ECDH } from 'node:crypto';
import { type Ctx, orgOf, type Services } from '../../../kernel/ctx/index.ts';
import { deriveKey } from '../../../kernel/lib/derive-key.ts';
import { openCode, type SealedFor } from './sealed-code.rule.ts';

const CURVE = 'prime256v1';
const running = new WeakMap<Services, Map<string, ECDH>>();

/** The organization's key for codes that wait on scanners, from SECRET_KEY: another SECRET_KEY opens none of what was sealed before. */
function keyOf(ctx: Ctx): ECDH {
  const known = running.get(ctx.services) ?? new Map<string, ECDH>();
  running.set(ctx.services, known);
  const { id } = orgOf(ctx);
  const found = known.get(id);
  if (found) return found;
  const ecdh = createECDH(CURVE);
  // One text in four billion is no number of the curve's; then the next one is taken.
  for (let attempt = 0; ; attempt++) {
    try {
      ecdh.setPrivateKey(deriveKey(ctx.config.SECRET_KEY, `mess:queue:${id}:${attempt}`));
      break;
    } catch (error) {
      if (attempt > 3) throw error;
    }
  }
  if (known.size >= 1000) known.clear();
  known.set(id, ecdh);
  return ecdh;
}

/** What scanners seal codes to: the point, uncompressed, base64url. */
export const sealKey = (ctx: Ctx): string => keyOf(ctx).getPublicKey('base64url', 'uncompressed');

/** A code that a scanner sealed; null when it can't be opened. */
export function openSealed(ctx: Ctx, sealed: string, place: SealedFor): Promise<string | null> {
  return openCode(sealed, sealKey(ctx), place, (point) => keyOf(ctx).computeSecret(point));
}
