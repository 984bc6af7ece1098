import { Type } from 'typebox';
import type { Ctx } from '../ctx/index.ts';
import { defineSettings, getSettings, secret } from '../settings/index.ts';
import { readCredentials } from './google/credentials.ts';

export const mirrorSettings = defineSettings({
  module: 'mirror',
  schema: Type.Object({
    // The id, or the address from the browser.
    spreadsheet_id: Type.String({
      default: '',
      maxLength: 300,
      pattern: '^$|^(https://docs\\.google\\.com/spreadsheets/d/)?[A-Za-z0-9_-]{20,}([/?#].*)?$',
    }),
    credentials_json: secret({ maxLength: 8000 }),
  }),
  // The credentials contain the address that they are sent to.
  bound: { credentials_json: [] },
  check({ credentials_json }) {
    return credentials_json && !readCredentials(credentials_json) ? { credentials_json: 'mirror.bad_credentials' } : {};
  },
});

/** The id of the organization's spreadsheet, or null when it mirrors nothing. */
export async function spreadsheetOf(ctx: Ctx): Promise<string | null> {
  const { spreadsheet_id } = await getSettings(ctx, mirrorSettings);
  return /(?:^|\/d\/)([A-Za-z0-9_-]{20,})/.exec(spreadsheet_id)?.[1] ?? null;
}
