/**
 * The Twilio account and number of an organization: its own if set, the environment's for the first organization, or
 * none.
 */

import { sql } from 'kysely';
import { Type } from 'typebox';
import type { Ctx } from '../ctx/index.ts';
import { findOrganization, firstOrganization, isFirstOrganization } from '../db/index.ts';
import { E164 } from '../lib/contact.ts';
import { LimitedMap } from '../lib/limited-map.ts';
import type { Boot } from '../module/index.ts';
import { defineSettings, getSettings, secret } from '../settings/index.ts';

export type TwilioAccount = {
  sid: string;
  authToken: string;
  /** our number, E.164; the `account` of our conversations */
  from: string;
  /** base address of the API, without a slash at its end */
  root: string;
};

const SID = /^AC[0-9a-f]{32}$/;
const NUMBER = new RegExp(E164);

export const smsSettings = defineSettings({
  module: 'sms',
  schema: Type.Object({
    account_sid: Type.String({ default: '', maxLength: 34, pattern: '^$|^AC[0-9a-f]{32}$' }),
    auth_token: secret({ maxLength: 200 }),
    from_number: Type.String({ default: '', maxLength: 16, pattern: `^$|${E164}` }),
  }),
  bound: { auth_token: ['account_sid'] },
  // Members work from chats: whoever has the token can speak for any of them.
  guarded: ['account_sid', 'auth_token', 'from_number'],
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

type Known = { ctx: Ctx; account: TwilioAccount };

/**
 * The organization whose token matched last, by account and number. It is tried first, so that a message normally needs
 * no query for other claims.
 */
const proven = new WeakMap<object, Map<string, string>>();
const REMEMBERED = 1000;

/**
 * The owner of this number, or null. Any organization can enter any account and number into its settings, so the owner
 * is the one whose token signed the request. @param signed whether an account's token made the request's signature
 */
export async function twilioBySignature(
  boot: Boot,
  sid: string,
  number: string,
  signed: (account: TwilioAccount) => boolean,
): Promise<Known | null> {
  if (!SID.test(sid) || !NUMBER.test(number)) return null;
  const place = `${sid} ${number}`;
  const known = provenIn(boot);
  const last = known.get(place);
  const found = (last && (await claimOf(boot, last, sid, number, signed))) || null;
  if (found) return found;
  for (const id of await claimants(boot, sid, number)) {
    const theirs = id === last ? null : await claimOf(boot, id, sid, number, signed);
    if (!theirs) continue;
    known.set(place, id);
    return theirs;
  }
  return null;
}

function provenIn(boot: Boot): Map<string, string> {
  const known = proven.get(boot.services) ?? new LimitedMap<string, string>(REMEMBERED);
  proven.set(boot.services, known);
  return known;
}

/** All organizations that claim the number; not verified yet. */
async function claimants(boot: Boot, sid: string, number: string): Promise<string[]> {
  const { system } = boot.database;
  const rows = await system
    .selectFrom('setting')
    .select('organization_id')
    .where('module', '=', smsSettings.module)
    .where(sql`values ->> 'account_sid'`, '=', sid)
    .where(sql`values ->> 'from_number'`, '=', number)
    .orderBy('organization_id')
    .execute();
  const ours = boot.config.TWILIO_ACCOUNT_SID === sid && boot.config.TWILIO_FROM === number;
  const first = ours ? await firstOrganization({ services: boot.services, system }) : null;
  return [...new Set([...(first ? [first] : []), ...rows.map((row) => row.organization_id)])];
}

async function claimOf(
  boot: Boot,
  id: string,
  sid: string,
  number: string,
  signed: (account: TwilioAccount) => boolean,
): Promise<Known | null> {
  const organization = await findOrganization(boot.database.system, { id });
  if (!organization) return null;
  const ctx = boot.ctxFor(organization, 'sms');
  const account = await twilioOf(ctx);
  return account?.sid === sid && account.from === number && signed(account) ? { ctx, account } : null;
}
