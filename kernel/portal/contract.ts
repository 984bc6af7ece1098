import { type Static, Type } from 'typebox';
import { PageBrand } from '../branding/contract.ts';
import { At, Id, nullable } from '../lib/schemas.ts';
import { PASSWORD_LENGTH } from './limits-contract.ts';

/** Requests and answers of the portal's sign-up and sign-in, shared with its pages. */

const strict = { additionalProperties: false };
const Name = Type.String({ minLength: 1, maxLength: 255 });
const Language = Type.String({ maxLength: 35, description: 'BCP 47' });
const address = {
  email: Type.Optional(Type.String({ maxLength: 254 })),
  phone: Type.Optional(Type.String({ maxLength: 40, description: 'Any usual writing. One of the two is given.' })),
};

export const PortalAbout = Type.Object({
  organization: Type.String(),
  brand: PageBrand,
  language: Language,
  languages: Type.Array(Language, { description: 'Those of which the page has all texts for this organization.' }),
  sms: Type.Boolean({ description: 'Codes can be sent to phones.' }),
  idle_minutes: Type.Integer({ description: 'A session ends after so long without use.' }),
});
export type PortalAbout = Static<typeof PortalAbout>;

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
      Type.String({ ...PASSWORD_LENGTH, description: 'From now on the password; other sessions end.' }),
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
  links: Type.Array(Type.String(), { description: 'Subjects of other links that this account opens, latest first.' }),
  modules: Type.Array(Type.String(), { description: 'The modules that the organization uses.' }),
});
export type AccountView = Static<typeof AccountView>;
export const AccountPatch = Type.Partial(Type.Object({ name: Name, language: Language }, strict));
export type AccountPatch = Static<typeof AccountPatch>;

export const ContactInput = Type.Object(
  { ...address, code: Type.String({ maxLength: 20, description: 'As it was sent to this address.' }) },
  strict,
);
export type ContactInput = Static<typeof ContactInput>;
export const ContactKind = Type.Enum(['email', 'phone']);
export type ContactKind = Static<typeof ContactKind>;

export const LinkInput = Type.Object({ portal_token: Type.String({ minLength: 1, maxLength: 2000 }) }, strict);

export const ChatCode = Type.Object({
  code: Type.String({ description: 'Shown once; good once.' }),
  message: Type.String({ description: 'What to write in whatever chat.' }),
  expires_at: At,
  links: Type.Array(Type.Object({ channel: Type.String(), url: Type.String() }), {
    description: 'Each opens a chat of the organization and writes it.',
  }),
});
export type ChatCode = Static<typeof ChatCode>;
export const OwnChat = Type.Object({
  id: Id,
  channel: Type.String(),
  name: Type.String({ description: 'As the channel calls the person; may be empty.' }),
  last_used_at: nullable(At),
});
export type OwnChat = Static<typeof OwnChat>;

export const PortalSession = Type.Object({
  id: Id,
  current: Type.Boolean(),
  ip_address: nullable(Type.String()),
  user_agent: nullable(Type.String()),
  last_used_at: At,
});
export type PortalSession = Static<typeof PortalSession>;
