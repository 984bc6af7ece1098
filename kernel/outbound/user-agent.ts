import { readFileSync } from 'node:fs';

const version = (): string =>
  (JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }).version;

export const PRODUCT = 'Counterfoil';
export const VERSION = version();
/** Sent with every request: some hosts (WhatsApp's files among them) refuse callers without it. */
export const USER_AGENT = `${PRODUCT}/${VERSION}`;

/** A version that was put in the place of this one while it runs; null: none, or its files are being written. */
export function versionOnDisk(): string | null {
  try {
    const there = version();
    return there === VERSION ? null : there;
  } catch {
    return null;
  }
}
