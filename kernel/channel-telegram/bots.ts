/** The bot of an organization: its own if set, the environment's for the first organization, or none. */

import { createHmac } from 'node:crypto';
import { Type } from 'typebox';
import type { Config } from '../config/index.ts';
import type { Ctx, Organization } from '../ctx/index.ts';
import { findOrganization, firstOrganization, isFirstOrganization } from '../db/index.ts';
import { constantTimeEqual } from '../lib/constant-time-equal.ts';
import { deriveKey } from '../lib/derive-key.ts';
import type { Boot } from '../module/index.ts';
import { defineSettings, getSettings, secret } from '../settings/index.ts';
import type { Bot } from './api.ts';

const TOKEN_PATTERN = /^[0-9]+:[A-Za-z0-9_-]{20,}$/;

export const telegramSettings = defineSettings({
  module: 'telegram',
  schema: Type.Object({
    bot_token: secret({ maxLength: 200 }),
  }),
  // Sent only to the API in the environment.
  bound: { bot_token: [] },
  // Members work from chats: whoever owns the bot can speak for any of them.
  guarded: ['bot_token'],
  check: ({ bot_token }) =>
    bot_token && !TOKEN_PATTERN.test(bot_token) ? { bot_token: 'channels.telegram_bad_token' } : {},
});

/** The organization's bot, or null when it has none. */
export async function botOf(ctx: Ctx): Promise<Bot | null> {
  const { bot_token } = await getSettings(ctx, telegramSettings);
  const { TELEGRAM_BOT_TOKEN } = ctx.config;
  const token = bot_token || (TELEGRAM_BOT_TOKEN && (await isFirstOrganization(ctx)) ? TELEGRAM_BOT_TOKEN : '');
  return token ? botFrom(ctx.config, token) : null;
}

function botFrom(config: Config, token: string): Bot {
  return { id: token.split(':')[0] as string, token, root: config.TELEGRAM_API_ROOT.replace(/\/+$/, '') };
}

/**
 * Every organization with a bot, and a ctx of the server inside it. When two organizations have the same token, the
 * older one gets the bot. When they have the same number but different tokens, both are listed: the number proves
 * nothing, and Telegram refuses the false token.
 */
export async function allBots(boot: Boot): Promise<{ ctx: Ctx; bot: Bot }[]> {
  const { system } = boot.database;
  const rows = await system
    .selectFrom('setting')
    .select('organization_id')
    .where('module', '=', telegramSettings.module)
    .orderBy('organization_id')
    .execute();
  const first = boot.config.TELEGRAM_BOT_TOKEN ? await firstOrganization({ services: boot.services, system }) : null;
  const ids = new Set([...(first ? [first] : []), ...rows.map((row) => row.organization_id)]);
  const bots = new Map<string, { ctx: Ctx; bot: Bot }>();
  for (const id of ids) {
    const organization = await findOrganization(system, { id });
    if (!organization) continue;
    const ctx = boot.ctxFor(organization, 'telegram');
    const bot = await botOf(ctx);
    if (bot && !bots.has(bot.token)) bots.set(bot.token, { ctx, bot });
  }
  return [...bots.values()];
}

const keys = new Map<string, Buffer>();
/** Derived once for a SECRET_KEY, because the webhook needs it for each update. */
function keyOf(config: Config): Buffer {
  let key = keys.get(config.SECRET_KEY);
  if (!key) {
    key = deriveKey(config.SECRET_KEY, 'telegram:webhook');
    keys.set(config.SECRET_KEY, key);
  }
  return key;
}

/**
 * The secret that Telegram sends with each update of this bot, 1 to 256 of A-Z, a-z, 0-9, _ and -. It contains the
 * organization and the bot, so one address serves all bots. It is derived from SECRET_KEY, so it proves them, nobody
 * has to choose or store it, and it stays the same when the bot gets a new token.
 */
export function webhookSecret(config: Config, organization: Pick<Organization, 'id'>, bot: Pick<Bot, 'id'>): string {
  const named = `${organization.id}_${bot.id}`;
  return `${named}_${createHmac('sha256', keyOf(config)).update(named).digest('base64url')}`;
}

/**
 * The organization and bot of a webhook's secret; null when it is forged, or when the organization no longer has the
 * bot. A false secret causes no database query.
 */
export async function botBySecret(boot: Boot, given: unknown): Promise<{ ctx: Ctx; bot: Bot } | null> {
  const [, organizationId = '', botId = ''] = /^([0-9a-f-]{36})_([0-9]+)_/.exec(String(given ?? '')) ?? [];
  if (!constantTimeEqual(String(given ?? ''), webhookSecret(boot.config, { id: organizationId }, { id: botId })))
    return null;
  const organization = await organizationOf(boot, organizationId);
  if (!organization) return null;
  const ctx = boot.ctxFor(organization, 'telegram');
  const bot = await botOf(ctx);
  return bot?.id === botId ? { ctx, bot } : null;
}

/** As long as settings are cached, and for the same reason: an update must not cost a query. */
const KEPT_MS = 5_000;
const organizations = new WeakMap<object, Map<string, { at: number; organization: Promise<Organization | null> }>>();

function organizationOf(boot: Boot, id: string): Promise<Organization | null> {
  let known = organizations.get(boot.services);
  if (!known) {
    known = new Map();
    organizations.set(boot.services, known);
  }
  const now = performance.now();
  const kept = known.get(id);
  if (kept && now - kept.at < KEPT_MS) return kept.organization;
  const organization = findOrganization(boot.database.system, { id });
  known.set(id, { at: now, organization });
  organization.catch(() => known.delete(id));
  return organization;
}
