import { type Static, Type } from 'typebox';
import { PageBrand } from '../../../kernel/branding/contract.ts';
import { Id, Ids } from '../../../kernel/lib/schemas.ts';

/**
 * Requests of the page that shows a changing code, shared with it. The page sends its key as `Authorization: Bearer
 * cfk_…`.
 */

/** Prefixes of a link's secret and a phone's key. The organization in hex and 43 characters follow. */
export const LINK_PREFIX = 'cfl_';
export const KEY_PREFIX = 'cfk_';

export const OpenLinkInput = Type.Object({
  link: Type.String({ maxLength: 120 }),
  key: Type.String({
    maxLength: 120,
    description: 'Drawn by the phone: cfk_, the 32 hex digits of the link, 43 characters of base64url.',
  }),
});
export type OpenLinkInput = Static<typeof OpenLinkInput>;

export const CodeStep = Type.Object({
  from: Type.Integer({ description: 'Milliseconds since 1970: shown from here …' }),
  to: Type.Integer({ description: '… to here.' }),
  size: Type.Integer({ description: 'Modules of the QR in a row.' }),
  bits: Type.String({ description: 'base64url; row by row, the first in the highest bit; 1 is dark' }),
});
export type CodeStep = Static<typeof CodeStep>;

export const ShownCode = Type.Object({
  organization: Type.String(),
  brand: PageBrand,
  name: Type.String(),
  roll_number: Type.String(),
  room: Type.Union([Type.String(), Type.Null()]),
  suspended: Type.Boolean(),
  now: Type.Integer({ description: 'The server’s clock, in milliseconds since 1970.' }),
  steps: Type.Array(CodeStep),
});
export type ShownCode = Static<typeof ShownCode>;

export const CodeLink = Type.Object({
  url: Type.String({ description: 'Opens the code on one phone, once; the secret stands behind #.' }),
  valid_until: Type.String({ format: 'date-time' }),
  qr_svg: Type.String({ description: 'The link as a QR.' }),
});
export type CodeLink = Static<typeof CodeLink>;

export const BulkQrInput = Type.Object({
  ids: Ids,
  renew: Type.Optional(Type.Boolean({ description: 'New codes: every code before them is refused from now on.' })),
});

export const Code = Type.Object({ student_id: Id, qr: Type.String({ description: 'Text of the QR.' }) });
export type Code = Static<typeof Code>;
