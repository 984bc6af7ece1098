/** Which number at Twilio an organization has: its own when set, the environment's for the first organization, or none. */

import { sql } from 'kysely';
import { Type } from 'typebox';
import type { Ctx } from '../../ctx/index.ts';
import { findOrganization } from '../../db/index.ts';
import type { Boot } from '../../module/index.ts';
import { defineSettings, getSettings, secret } from '../../settings/index.ts';
import { firstOrganization, isFirstOrganization } from '../first-organization.ts';

export type TwilioAccount = {
  sid: string;
  authToken: string;
  /** our number, E.164; our conversations' `account` */
  from: string;
  /** base address of the API, without a slash at its end */
  root: string;
};

export const smsSettings = defineSettings({
  module: 'sms',
  schema: Type.Object({
    account_sid: Type.String({ default: '', maxLength: 34, pattern: '^$|^AC[0-9a-f]{32}$' }),
    auth_token: secret({ maxLength: 200 }),
    from_number: Type.String({ default: '', maxLength: 16, pattern: '^$|^\\+[1-9][0-9]{6,14}$' }),
  }),
  bound: { auth_token: ['account_sid'] },
  check({ account_sid, auth_token, from_number }) {
    if (!account_sid && !auth_token && !from_number) return {};
    return {
      ...(!account_sid && { account_sid: 'channels.sms_incomplete' }),
      ...(!auth_token && { auth_token: 'channels.sms_incomplete' }),
      ...(!from_number && { from_number: 'channels.sms_incomplete' }),
    };
  },
});

/** The organization's account, or null when it has none. */
export async function twilioOf(ctx: Ctx): Promise<TwilioAccount | null> {
  const settings = await getSettings(ctx, smsSettings);
  const { account_sid: sid, auth_token: authToken, from_number: from } = settings;
  const root = ctx.config.TWILIO_API_ROOT.replace(/\/+$/, '');
  if (sid && authToken && from) return { sid, authToken, from, root };
  const { TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_FROM } = ctx.config;
  if (!TWILIO_ACCOUNT_SID || !TWILIO_AUTH_TOKEN || !TWILIO_FROM || !(await isFirstOrganization(ctx))) return null;
  return { sid: TWILIO_ACCOUNT_SID, authToken: TWILIO_AUTH_TOKEN, from: TWILIO_FROM, root };
}

/** Whose number this is, or null. Nothing is trusted yet: the caller checks the signature with the account it gets. */
export async function twilioByNumber(
  boot: Boot,
  sid: string,
  number: string,
): Promise<{ ctx: Ctx; account: TwilioAccount } | null> {
  const { system } = boot.database;
  const rows = await system
    .selectFrom('setting')
    .select('organization_id')
    .where('module', '=', smsSettings.module)
    .where(sql`values ->> 'account_sid'`, '=', sid)
    .where(sql`values ->> 'from_number'`, '=', number)
    .orderBy('organization_id')
    .limit(5)
    .execute();
  const ids = rows.map((row) => row.organization_id);
  if (boot.config.TWILIO_ACCOUNT_SID === sid && boot.config.TWILIO_FROM === number) {
    const first = await firstOrganization({ house: boot.house, system });
    if (first) ids.push(first);
  }
  for (const id of ids) {
    const organization = await findOrganization(system, { id });
    if (!organization) continue;
    const ctx = boot.ctxFor(organization, 'sms');
    const account = await twilioOf(ctx);
    if (account?.sid === sid && account.from === number) return { ctx, account };
  }
  return null;
}
