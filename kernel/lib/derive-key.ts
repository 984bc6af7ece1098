import { hkdfSync } from 'node:crypto';

/**
 * A key of 32 bytes for one purpose, from the deployment's SECRET_KEY (HKDF-SHA256): what leaks or is forged for one
 * use opens no other. The purposes: `auth:<what>`, `audit-seal`, `channels:web`, `devices:<what>`, `mess:<what>`,
 * `payments:<what>`, `telegram:webhook`, `secretbox:<what>`. Server only.
 */
export function deriveKey(secretKey: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secretKey, 'counterfoil', purpose, 32));
}
