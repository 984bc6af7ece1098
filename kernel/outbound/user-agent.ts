import { readFileSync } from 'node:fs';

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

export const PRODUCT = 'Counterfoil';
export const VERSION = version;
/** Sent with every request: some hosts (WhatsApp's files among them) refuse callers without it. */
export const USER_AGENT = `${PRODUCT}/${VERSION}`;
