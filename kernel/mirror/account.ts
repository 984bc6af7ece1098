/** Which spreadsheet an organization writes to, and with which account. */
import type { Config } from '../config/index.ts';
import type { Ctx } from '../ctx/index.ts';
import { isFirstOrganization } from '../db/index.ts';
import { ANY_ADDRESS, policyOf } from '../outbound/index.ts';
import { getSettings } from '../settings/index.ts';
import { type Credentials, readCredentials } from './google/credentials.ts';
import type { SheetsAccount } from './google/spreadsheet.ts';
import { mirrorSettings, spreadsheetOf } from './settings.ts';

export type Missing = 'no_spreadsheet' | 'no_credentials' | 'bad_credentials';

/**
 * The organization's own service account if it has one; the environment's account only for the first organization. An
 * organization that could use another's account could write into its sheets.
 */
export async function accountOf(ctx: Ctx): Promise<SheetsAccount | Missing> {
  const spreadsheetId = await spreadsheetOf(ctx);
  if (!spreadsheetId) return 'no_spreadsheet';
  const credentials = await credentialsOf(ctx);
  if (typeof credentials === 'string') return credentials;
  const { config } = ctx;
  const policy = isOperatorUrl(config, credentials.tokenUri) ? ANY_ADDRESS : policyOf(config);
  return { spreadsheetId, credentials, policy, root: rootOf(config) };
}

export async function credentialsOf(ctx: Ctx): Promise<Credentials | Exclude<Missing, 'no_spreadsheet'>> {
  const { credentials_json: own } = await getSettings(ctx, mirrorSettings);
  if (own) {
    const credentials = readCredentials(own);
    return credentials && isGoogleUrl(ctx.config, credentials.tokenUri) ? credentials : 'bad_credentials';
  }
  const { SHEETS_CREDENTIALS_JSON } = ctx.config;
  if (!SHEETS_CREDENTIALS_JSON || !(await isFirstOrganization(ctx))) return 'no_credentials';
  return readCredentials(SHEETS_CREDENTIALS_JSON) ?? 'bad_credentials';
}

const rootOf = (config: Config) => config.SHEETS_API_ROOT.replace(/\/+$/, '');

/** Whether the address is the operator's own API or from the operator's own credentials. */
function isOperatorUrl(config: Config, tokenUri: string): boolean {
  const own = readCredentials(config.SHEETS_CREDENTIALS_JSON ?? '');
  return tokenUri === own?.tokenUri || new URL(tokenUri).origin === new URL(config.SHEETS_API_ROOT).origin;
}

/** Whether the address is Google's: an organization's input must not direct this machine's requests elsewhere. */
function isGoogleUrl(config: Config, tokenUri: string): boolean {
  const { protocol, hostname, origin } = new URL(tokenUri);
  if (origin === new URL(config.SHEETS_API_ROOT).origin) return true;
  return protocol === 'https:' && /(^|\.)googleapis\.com$/.test(hostname);
}
