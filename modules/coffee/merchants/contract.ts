import { type Static, Type } from 'typebox';
import { At, Id } from '../../../kernel/lib/schemas.ts';

const strict = { additionalProperties: false };
export const MERCHANT_STATES = ['active', 'suspended'] as const;

export const MerchantInput = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 120 }),
    contact_name: Type.Optional(Type.String({ maxLength: 120 })),
    phone: Type.Optional(Type.String({ maxLength: 40 })),
    email: Type.Optional(Type.String({ maxLength: 255 })),
    status: Type.Optional(Type.Enum([...MERCHANT_STATES])),
  },
  strict,
);
export type MerchantInput = Static<typeof MerchantInput>;
export const MerchantPatch = Type.Partial(MerchantInput);
export type MerchantPatch = Static<typeof MerchantPatch>;

export const Merchant = Type.Object({
  id: Id,
  name: Type.String(),
  contact_name: Type.String(),
  phone: Type.String(),
  email: Type.String(),
  status: Type.Enum([...MERCHANT_STATES]),
  machines: Type.Integer({ description: 'Machines in use.' }),
  created_at: At,
});
export type Merchant = Static<typeof Merchant>;

export const MerchantFilter = Type.Object({ status: Type.Optional(Type.Enum([...MERCHANT_STATES])) }, strict);
export type MerchantFilter = Static<typeof MerchantFilter>;
