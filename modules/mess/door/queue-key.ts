import { createECDH, type ECDH } from 'node:crypto';
import { type Ctx, orgOf, perOrganization } from '../../../kernel/ctx/index.ts';
import { deriveKey } from '../../../kernel/lib/derive-key.ts';
import { openCode, type SealedFor } from './sealed-code.rule.ts';

const CURVE = 'prime256v1';
/**
 * The organization's key for codes that wait on scanners, derived from SECRET_KEY. Another SECRET_KEY can't open what
 * was encrypted before.
 */
const keyOf = perOrganization((ctx): ECDH => {
  const { id } = orgOf(ctx);
  const ecdh = createECDH(CURVE);
  // One hash in four billion is no valid private key of the curve; then the next one is used.
  for (let attempt = 0; ; attempt++) {
    try {
      ecdh.setPrivateKey(deriveKey(ctx.config.SECRET_KEY, `mess:queue:${id}:${attempt}`));
      break;
    } catch (error) {
      if (attempt > 3) throw error;
    }
  }
  return ecdh;
});

/** The public key that scanners encrypt codes to: the point, uncompressed, base64url. */
export const sealKey = (ctx: Ctx): string => keyOf(ctx).getPublicKey('base64url', 'uncompressed');

/** Decrypts a code from a scanner; null when that fails. */
export function openSealed(ctx: Ctx, sealed: string, place: SealedFor): Promise<string | null> {
  return openCode(sealed, sealKey(ctx), place, (point) => keyOf(ctx).computeSecret(point));
}
