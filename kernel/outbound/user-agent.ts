import { readFileSync } from 'node:fs';

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

export const PRODUCT = 'Counterfoil';
export const VERSION = version;
/** Who we are, in every request: some hosts (WhatsApp's files among them) refuse a caller who doesn't say. */
export const USER_AGENT = `${PRODUCT}/${VERSION}`;
