import { Type } from 'typebox';
import { enterOrganization } from '../db/index.ts';
import { refuse } from '../lib/result.ts';
import { download, route } from '../module/index.ts';
import { brandOf, logoOf } from './brand.ts';
import { iconOf } from './logo.ts';

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
      icon: Type.Optional(
        Type.Enum(['192', '512'], { description: 'On a white square of so many dots, for a home screen.' }),
      ),
      v: Type.Optional(Type.String({ maxLength: 64, description: 'Another one for each picture; not looked at.' })),
    }),
    async run(ctx, { params, query, request, reply }) {
      const inside = await enterOrganization(ctx, { slug: params.organization });
      const brand = inside && (await brandOf(inside));
      if (!inside || !brand?.logo) return refuse('branding.no_logo');
      const tag = `"${brand.logo.sha256}${query.icon ? `-${query.icon}` : ''}"`;
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
      if (!logo) return refuse('branding.no_logo');
      const body = query.icon ? await iconOf(logo.file.id, logo.bytes, Number(query.icon)) : logo.bytes;
      return download({ type: 'image/png', body, inline: true, headers });
    },
  }),
];
