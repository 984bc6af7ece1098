import { createHash } from 'node:crypto';
import { pageBrand } from '../branding/index.ts';
import { type Ctx, orgOf } from '../ctx/index.ts';
import { texts } from '../i18n/index.ts';
import { getSettings } from '../settings/index.ts';
import type { PortalAbout } from './contract.ts';
import { ICON_SIZES, OURS } from './icon.ts';
import { portalSettings } from './settings.ts';

/** What the account page shows to anybody. */
export async function aboutPortal(ctx: Ctx): Promise<PortalAbout> {
  const { name, language, modules } = orgOf(ctx);
  const { idle_minutes } = await getSettings(ctx, portalSettings);
  const languages = texts().languagesWith(modules.map((module) => `portal.${module}`));
  return { organization: name, brand: await pageBrand(ctx), language, languages, sms: await hasSms(ctx), idle_minutes };
}

/** Makes the page an app of its own on a phone, with the organization's name, colour and logo (https://www.w3.org/TR/appmanifest/). */
export async function manifestOf(ctx: Ctx): Promise<string> {
  const { name, slug } = orgOf(ctx);
  const start = `/portal/${slug}`;
  const { colour, logo } = await pageBrand(ctx);
  // Another address for each icon, since phones keep what they have of one.
  const version = createHash('sha256')
    .update(JSON.stringify([logo, colour, logo ? null : name]))
    .digest('hex')
    .slice(0, 16);
  const icons = ICON_SIZES.map((size) => ({
    src: `/api/v1${start}/icon?size=${size}&v=${version}`,
    sizes: `${size}x${size}`,
    type: 'image/png',
  }));
  return JSON.stringify({
    id: start,
    name,
    short_name: name.slice(0, 12),
    start_url: start,
    scope: '/portal/',
    display: 'standalone',
    background_color: '#f7f6f2',
    theme_color: colour ?? OURS,
    // A letter on a ground of one colour may be cropped to any form, a logo may not.
    icons: logo ? icons : icons.flatMap((icon) => [icon, { ...icon, purpose: 'maskable' }]),
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
