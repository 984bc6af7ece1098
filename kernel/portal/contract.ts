import { type Static, type TSchema, Type } from 'typebox';

/** Requests and answers of the portal's sign-up and sign-in, shared with its pages. */

const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const strict = { additionalProperties: false };
const Id = Type.String({ format: 'uuid' });
const At = Type.String({ format: 'date-time' });
const Name = Type.String({ minLength: 1, maxLength: 255 });
const Language = Type.String({ maxLength: 35, description: 'BCP 47' });
const address = {
  email: Type.Optional(Type.String({ maxLength: 254 })),
  phone: Type.Optional(Type.String({ maxLength: 40, description: 'Any usual writing. One of the two is given.' })),
};

export const PASSWORD_LENGTH = { minLength: 10, maxLength: 128 };

export const CodeInput = Type.Object({ ...address, language: Type.Optional(Language) }, strict);
export type CodeInput = Static<typeof CodeInput>;

export const SignInInput = Type.Object(
  {
    ...address,
    code: Type.Optional(Type.String({ maxLength: 20, description: 'As it was sent.' })),
    password: Type.Optional(Type.String({ maxLength: 128 })),
    name: Type.Optional(Name),
    language: Type.Optional(Language),
    new_password: Type.Optional(
      Type.String({ ...PASSWORD_LENGTH, description: 'With a code: from now on the password; other sessions end.' }),
    ),
  },
  strict,
);
export type SignInInput = Static<typeof SignInInput>;

export const AccountView = Type.Object({
  id: Id,
  person_id: Id,
  name: Type.String(),
  email: nullable(Type.String()),
  phone: nullable(Type.String()),
  language: Language,
  has_password: Type.Boolean(),
  links: Type.Array(Type.String(), { description: 'Subjects of other links that this account opens.' }),
});
export type AccountView = Static<typeof AccountView>;
export const AccountPatch = Type.Partial(Type.Object({ name: Name, language: Language }, strict));
export type AccountPatch = Static<typeof AccountPatch>;

export const LinkInput = Type.Object({ portal_token: Type.String({ minLength: 1, maxLength: 2000 }) }, strict);

export const PortalSession = Type.Object({
  id: Id,
  current: Type.Boolean(),
  ip_address: nullable(Type.String()),
  user_agent: nullable(Type.String()),
  last_used_at: At,
});
export type PortalSession = Static<typeof PortalSession>;
