import { Type } from 'typebox';
import { enterOrganization } from '../db/index.ts';
import { refuse } from '../lib/result.ts';
import { download, route } from '../module/index.ts';
import { brandOf, logoOf } from './brand.ts';

export const brandingRoutes = [
  route({
    method: 'GET',
    path: '/branding/{organization}/logo',
    permission: 'public',
    file: 'image/png',
    // A page asks once and keeps it; the customers of a mobile operator share an address.
    rateLimit: 300,
    summary: 'The logo of an organization, for its pages for customers',
    params: Type.Object({
      organization: Type.String({ maxLength: 100, description: 'the short name in its addresses' }),
    }),
    query: Type.Object({
      v: Type.Optional(Type.String({ maxLength: 64, description: 'Another one for each picture; not looked at.' })),
    }),
    async run(ctx, { params, request, reply }) {
      const inside = await enterOrganization(ctx, { slug: params.organization });
      const brand = inside && (await brandOf(inside));
      if (!inside || !brand?.logo) return refuse('branding.no_logo');
      const tag = `"${brand.logo.sha256}"`;
      const headers = {
        etag: tag,
        'cache-control': 'public, max-age=3600',
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'; sandbox",
      };
      if (request.headers['if-none-match']?.split(/,\s*/).some((one) => one === tag || one === `W/${tag}`)) {
        reply.code(304);
        return download({ type: 'image/png', body: '', headers });
      }
      const logo = await logoOf(inside, brand);
      return logo
        ? download({ type: 'image/png', body: logo.bytes, inline: true, headers })
        : refuse('branding.no_logo');
    },
  }),
];
