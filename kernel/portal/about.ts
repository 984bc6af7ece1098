import { pageBrand } from '../branding/index.ts';
import { type Ctx, orgOf } from '../ctx/index.ts';
import { texts } from '../i18n/index.ts';
import { getSettings } from '../settings/index.ts';
import type { PortalAbout } from './contract.ts';
import { portalSettings } from './settings.ts';

/** What the account page shows to anybody. */
export async function aboutPortal(ctx: Ctx): Promise<PortalAbout> {
  const { name, language, modules } = orgOf(ctx);
  const { idle_minutes } = await getSettings(ctx, portalSettings);
  const languages = texts().languagesWith(modules.map((module) => `portal.${module}`));
  return { organization: name, brand: await pageBrand(ctx), language, languages, sms: await hasSms(ctx), idle_minutes };
}

/** The colour of ours on phones. */
const OURS = '#0f5c4d';

/** Makes the page an app of its own on a phone, with the organization's name, colour and logo (https://www.w3.org/TR/appmanifest/). */
export async function manifestOf(ctx: Ctx): Promise<string> {
  const { name, slug } = orgOf(ctx);
  const start = `/portal/${slug}`;
  const { colour, logo } = await pageBrand(ctx);
  const icon = (src: string, size: number, purpose = 'any') => ({
    src,
    sizes: `${size}x${size}`,
    type: 'image/png',
    purpose,
  });
  return JSON.stringify({
    id: start,
    name,
    short_name: name.slice(0, 12),
    start_url: start,
    scope: '/portal/',
    display: 'standalone',
    background_color: '#f7f6f2',
    theme_color: colour ?? OURS,
    icons: logo
      ? [192, 512].map((size) => icon(`${logo}&icon=${size}`, size))
      : [
          icon('/portal/icon-192.png', 192),
          icon('/portal/icon-512.png', 512),
          icon('/portal/icon-512-maskable.png', 512, 'maskable'),
        ],
  });
}

/** Whether SMS is set up: a code that waits in the outbox is useless. */
export async function hasSms(ctx: Ctx): Promise<boolean> {
  const kind = ctx.services.messages?.kinds.find(({ name }) => name === 'sms');
  return (await kind?.accountOf(ctx, { confidential: true })) != null;
}

/**
 * The path of the organization's account page, for links of a module's pages; null while people may not sign up. With
 * `#link=<token>` behind it the page adds that link to the account.
 */
export async function accountPage(ctx: Ctx): Promise<string | null> {
  const { open } = await getSettings(ctx, portalSettings);
  return open ? `/portal/${orgOf(ctx).slug}` : null;
}
