import { hkdfSync } from 'node:crypto';

/**
 * A key of 32 bytes for one purpose, from the deployment's SECRET_KEY (HKDF-SHA256), so that a leaked or forged value
 * of one use is worthless in another. The purposes: `auth:<what>`, `audit-seal`, `channels:web`, `devices:<what>`, `electricity:<what>`,
 * `mess:<what>`, `payments:<what>`, `push:<what>`, `telegram:webhook`, `secretbox:<what>`. Server only.
 */
export function deriveKey(secretKey: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secretKey, 'counterfoil', purpose, 32));
}
