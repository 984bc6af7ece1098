/** The WhatsApp number of an organization: its own if set, the environment's for the first organization, or none. */
import { Type } from 'typebox';
import type { Config } from '../config/index.ts';
import type { Ctx } from '../ctx/index.ts';
import { findOrganization, firstOrganization, isFirstOrganization } from '../db/index.ts';
import type { Boot } from '../module/index.ts';
import { defineSettings, getSettings, type SettingsOf, secret } from '../settings/index.ts';
import { readTemplates } from './templates.ts';

export type WhatsAppAccount = {
  /** Meta's id of our number; the `account` of our conversations */
  phoneNumberId: string;
  accessToken: string;
  /** signs the webhook's requests; without it they are refused */
  appSecret: string;
  verifyToken: string;
  /** base address with the API's version, without a slash at its end */
  root: string;
};

export const whatsappSettings = defineSettings({
  module: 'whatsapp',
  schema: Type.Object({
    phone_number_id: Type.String({ default: '', maxLength: 30, pattern: '^[0-9]*$' }),
    phone: Type.String({ default: '', maxLength: 30, pattern: '^(\\+[0-9 ]{7,24})?$' }),
    access_token: secret({ maxLength: 1000 }),
    app_secret: secret({ maxLength: 200 }),
    verify_token: secret({ maxLength: 200 }),
    templates: Type.String({ default: '', maxLength: 8000 }),
  }),
  // Sent only to the API in the environment. The access token is bound to this number; Meta's app, and with it its
  // secret, may have several numbers.
  bound: { access_token: ['phone_number_id'], app_secret: [], verify_token: [] },
  // Members work from chats: whoever has the secret can speak for any of them.
  guarded: ['phone_number_id', 'access_token', 'app_secret', 'verify_token'],
  check({ phone_number_id, access_token, app_secret, templates }) {
    const some = phone_number_id || access_token || app_secret;
    return {
      ...(some && !phone_number_id && { phone_number_id: 'channels.whatsapp_incomplete' }),
      ...(some && !access_token && { access_token: 'channels.whatsapp_incomplete' }),
      ...(some && !app_secret && { app_secret: 'channels.whatsapp_incomplete' }),
      ...(!readTemplates(templates) && { templates: 'channels.whatsapp_bad_templates' }),
    };
  },
});

/** The organization's number, or null when it has none. */
export async function whatsappOf(ctx: Ctx): Promise<WhatsAppAccount | null> {
  const own = await getSettings(ctx, whatsappSettings);
  if (own.phone_number_id && own.access_token) return ownAccount(ctx.config, own);
  return (await isFirstOrganization(ctx)) ? environmentAccount(ctx.config) : null;
}

/** An organization without a verify token of its own uses the server's. */
function ownAccount(config: Config, own: SettingsOf<typeof whatsappSettings>): WhatsAppAccount {
  return {
    phoneNumberId: own.phone_number_id,
    accessToken: own.access_token,
    appSecret: own.app_secret,
    verifyToken: own.verify_token || (config.WHATSAPP_VERIFY_TOKEN ?? ''),
    root: rootOf(config),
  };
}

function environmentAccount(config: Config): WhatsAppAccount | null {
  const { WHATSAPP_PHONE_NUMBER_ID: phoneNumberId, WHATSAPP_ACCESS_TOKEN: accessToken } = config;
  if (!phoneNumberId || !accessToken) return null;
  return {
    phoneNumberId,
    accessToken,
    appSecret: config.WHATSAPP_APP_SECRET ?? '',
    verifyToken: config.WHATSAPP_VERIFY_TOKEN ?? '',
    root: rootOf(config),
  };
}

const rootOf = (config: Config) => `${config.WHATSAPP_API_ROOT.replace(/\/+$/, '')}/${config.WHATSAPP_API_VERSION}`;

export type Known = { ctx: Ctx; account: WhatsAppAccount };

/** Every organization's number, and a ctx of the server inside it. */
async function readAccounts(boot: Boot): Promise<Known[]> {
  const { system } = boot.database;
  const rows = await system
    .selectFrom('setting')
    .select('organization_id')
    .where('module', '=', whatsappSettings.module)
    .orderBy('organization_id')
    .execute();
  const first = environmentAccount(boot.config) ? await firstOrganization({ services: boot.services, system }) : null;
  const known: Known[] = [];
  for (const id of new Set([...(first ? [first] : []), ...rows.map((row) => row.organization_id)])) {
    const organization = await findOrganization(system, { id });
    if (!organization) continue;
    const ctx = boot.ctxFor(organization, 'whatsapp');
    const account = await whatsappOf(ctx);
    if (account) known.push({ ctx, account });
  }
  return known;
}

/** As long as settings are cached. */
const FRESH_MS = 5_000;
/** Requests with unknown numbers must not each cause a query. */
const REFRESH_MS = 500;

type Kept = { at: number; accounts: Promise<Known[]> };
const kept = new WeakMap<object, Kept>();

/**
 * All numbers, from a cache, because a webhook must not cost a query. An old cache is read again in the background.
 * `refresh`: no known number fits, so wait for the current ones.
 */
export function knownAccounts(boot: Boot, { refresh = false } = {}): Promise<Known[]> {
  const now = performance.now();
  const had = kept.get(boot.services);
  const age = had ? now - had.at : Number.POSITIVE_INFINITY;
  if (had && age < (refresh ? REFRESH_MS : FRESH_MS)) return had.accounts;
  const accounts = readAccounts(boot);
  kept.set(boot.services, { at: now, accounts });
  accounts.catch(() => {
    if (kept.get(boot.services)?.accounts === accounts) kept.delete(boot.services);
  });
  return had && !refresh ? had.accounts : accounts;
}
