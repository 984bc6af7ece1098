/** Which SMTP server sends an organization's mail: its own when set, else the environment's, or none. */
import { createHash } from 'node:crypto';
import { Type } from 'typebox';
import type { Config } from '../config/index.ts';
import { type Ctx, orgOf } from '../ctx/index.ts';
import { firstOrganization } from '../db/index.ts';
import { ANY_ADDRESS, policyOf } from '../outbound/index.ts';
import { defineSettings, getSettings, type SettingsOf, secret } from '../settings/index.ts';
import type { ChannelAccount, ChannelKind, Sender } from './channels/channel.ts';
import { openSmtp, SMTP_CONNECTIONS, type SmtpServer, type SmtpTimeouts } from './channels/smtp.ts';

/**
 * How many days messages stay in the outbox unless the organization changes it: a year, and a month to look back on it.
 */
const KEEP_DAYS = 400;

export const mailSettings = defineSettings({
  module: 'mail',
  schema: Type.Object({
    host: Type.String({ default: '', maxLength: 253, pattern: '^[A-Za-z0-9.:-]*$' }),
    port: Type.Integer({ default: 587, minimum: 1, maximum: 65535 }),
    encryption: Type.Enum(['starttls', 'tls', 'none'], { default: 'starttls' }),
    user: Type.String({ default: '', maxLength: 320 }),
    password: secret({ maxLength: 1000 }),
    from_address: Type.String({ default: '', maxLength: 254, pattern: '^$|^[^@\\s<>"]+@[^@\\s<>"]+$' }),
    from_name: Type.String({ default: '', maxLength: 100, pattern: '^[^<>"\\r\\n]*$' }),
    keep_days: Type.Integer({ default: KEEP_DAYS, minimum: 30, maximum: 3650 }),
    reply_to: Type.String({ default: '', maxLength: 254, pattern: '^$|^[^@\\s<>"]+@[^@\\s<>"]+$' }),
  }),
  // Otherwise a person who may change the host could read the password with their own server.
  bound: { password: ['host', 'port', 'encryption', 'user'] },
  // Where links for new passwords pass, those of owners too, when the installation has no server of its own.
  guarded: ['host', 'port', 'encryption', 'user', 'password'],
  check(values) {
    if (!values.host) return {};
    return {
      ...(!values.from_address && { from_address: 'messages.mail_needs_sender' }),
      ...(values.user && !values.password && { password: 'messages.mail_needs_password' }),
      ...(values.user && values.encryption === 'none' && { encryption: 'messages.mail_needs_encryption' }),
    };
  },
});

type MailSettings = SettingsOf<typeof mailSettings>;

/** The environment's server, or null without EMAIL_HOST. */
export function environmentServer(config: Config): SmtpServer | null {
  if (!config.EMAIL_HOST) return null;
  return {
    operators: true,
    host: config.EMAIL_HOST,
    port: config.EMAIL_PORT,
    user: config.EMAIL_HOST_USER,
    password: config.EMAIL_HOST_PASSWORD,
    // Port 465 uses TLS from the first byte (RFC 8314, 3.3).
    encryption: !config.EMAIL_USE_TLS ? 'none' : config.EMAIL_PORT === 465 ? 'tls' : 'starttls',
  };
}

function serverOf(config: Config, settings: MailSettings): SmtpServer | null {
  if (!settings.host) return environmentServer(config);
  const { host, port, encryption } = settings;
  // A password stored before this check isn't sent unencrypted either.
  const { user, password } = encryption === 'none' ? { user: '', password: '' } : settings;
  return {
    host,
    port,
    encryption: encryption as SmtpServer['encryption'],
    user: user || undefined,
    password: password || undefined,
  };
}

/** A key for a server and its sign-in that reveals neither. */
export function accountKey(server: SmtpServer): string {
  return createHash('sha256')
    .update(JSON.stringify(Object.entries(server).sort()))
    .digest('base64url');
}

/**
 * The sender of a mail. The environment's server sends only from its own address (relays refuse others), but with the
 * organization's name.
 */
function senderOf(config: Config, settings: MailSettings, organization: string): Sender {
  const fallback = parseAddress(config.DEFAULT_FROM_EMAIL);
  return {
    name: settings.from_name || organization,
    address: settings.host ? settings.from_address : fallback.address,
    replyTo: settings.reply_to || undefined,
  };
}

/** `Mess <mess@example.org>` or `mess@example.org`. */
function parseAddress(text: string): { name: string; address: string } {
  const match = /^\s*"?([^"<]*?)"?\s*<([^<>\s]+)>\s*$/.exec(text);
  return match ? { name: match[1] ?? '', address: match[2] ?? '' } : { name: '', address: text.trim() };
}

/**
 * Whether only the recipient can read a confidential mail of this organization, so that its content proves who has the
 * address. Not when it is sent through a server of the organization's choice, whose admins see the mail. The
 * environment's server, and the server of the organization that runs the installation, are trusted.
 */
export async function reachesRecipientOnly(ctx: Ctx, organizationId: string): Promise<boolean> {
  return environmentServer(ctx.config) !== null || (await firstOrganization(ctx)) === organizationId;
}

/** Whether this organization's mail is sent now; otherwise it is kept. */
export async function mailGoesOut(ctx: Ctx): Promise<boolean> {
  return serverOf(ctx.config, await getSettings(ctx, mailSettings)) !== null;
}

/** The e-mail channel. `timeouts` are for tests. */
export function emailChannel(timeouts?: SmtpTimeouts): ChannelKind {
  return {
    name: 'email',
    async accountOf(ctx: Ctx, message = {}): Promise<ChannelAccount | null> {
      const chosen = await getSettings(ctx, mailSettings);
      const settings = message.confidential && environmentServer(ctx.config) ? { ...chosen, host: '' } : chosen;
      const server = serverOf(ctx.config, settings);
      if (!server) return null;
      // Organizations with the same server and sign-in share its connections.
      const key = accountKey(server);
      return {
        key,
        concurrency: SMTP_CONNECTIONS,
        from: senderOf(ctx.config, settings, orgOf(ctx).name),
        open: () => openSmtp(server, server.operators ? ANY_ADDRESS : policyOf(ctx.config), timeouts),
      };
    },
  };
}
