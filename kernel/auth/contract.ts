import { type Static, Type } from 'typebox';
import { NewOrganization, OrganizationView, RoleName } from '../tenancy/contract.ts';

/** Ten characters cannot be guessed through the sign-in page; the maximum limits the work of hashing. */
export const PASSWORD_MIN = 10;
export const PASSWORD_MAX = 128;

const Uuid = Type.String({ format: 'uuid' });
const Instant = Type.String({ format: 'date-time' });
const nullable = <T extends ReturnType<typeof Type.String> | typeof OrganizationView | typeof RoleName>(type: T) =>
  Type.Union([type, Type.Null()]);
const strict = { additionalProperties: false };

const Email = Type.String({ format: 'email', maxLength: 254 });
/** An existing password: any length up to the maximum, so that a wrong one is refused as wrong, not as malformed. */
const Password = Type.String({ minLength: 1, maxLength: PASSWORD_MAX });
const NewPassword = Type.String({ minLength: PASSWORD_MIN, maxLength: PASSWORD_MAX });
/** Six digits of the authenticator app, or a backup code. */
const Code = Type.String({ minLength: 6, maxLength: 20 });
const Token = Type.String({ minLength: 20, maxLength: 200 });
export const Nothing = Type.Null();

export const SignInBody = Type.Object({ email: Email, password: Password, code: Type.Optional(Code) }, strict);
export const ForgotBody = Type.Object({ email: Email }, strict);
export const ResetBody = Type.Object({ token: Token, password: NewPassword }, strict);
export const ChangePasswordBody = Type.Object({ current_password: Password, new_password: NewPassword }, strict);
export const PasswordBody = Type.Object({ password: Password }, strict);
export const CodeBody = Type.Object({ code: Code }, strict);
export const LinkBody = Type.Object({ token: Token }, strict);
export const AcceptBody = Type.Object(
  {
    token: Token,
    name: Type.Optional(Type.String({ maxLength: 200 })),
    password: Type.Optional(Type.String({ maxLength: PASSWORD_MAX })),
    code: Type.Optional(Code),
  },
  strict,
);
export const InvitationPreview = Type.Object({
  email: Type.String(),
  organization: Type.String(),
  has_account: Type.Union([Type.Boolean(), Type.Null()], {
    description:
      'Whether the address has an account, whose password is then asked for. Null by a link that did not come by mail.',
  }),
});

export const Secrets = Type.Object({
  otpauth_uri: Type.String({ description: 'For the QR code that the authenticator app scans.' }),
  backup_codes: Type.Array(Type.String(), { description: 'Each works once; shown this once.' }),
});

export const SessionView = Type.Object({
  user: Type.Object({
    id: Uuid,
    name: Type.String(),
    email: Type.String(),
    two_factor_enabled: Type.Boolean(),
    language: nullable(Type.String()),
  }),
  organization: nullable(OrganizationView),
  organizations: Type.Array(Type.Object({ id: Uuid, name: Type.String(), slug: Type.String(), role: RoleName })),
  role: nullable(RoleName),
  staff_role: nullable(Type.String({ description: 'The name of their role by trade.' })),
  pages: Type.Array(Type.String(), {
    description:
      'What their menu holds, by its addresses; the first is where they arrive. Empty: all that they may see.',
  }),
  permissions: Type.Array(Type.String()),
  modules: Type.Array(Type.String()),
  language: Type.String(),
  public_url: Type.String({ description: 'What links and QR codes begin with.' }),
  program: Type.Object({
    version: Type.String({ description: 'Of the program that answers.' }),
    newer: nullable(Type.String({ description: 'Another version that was put on the disk and runs after a start.' })),
  }),
});
export const ProfilePatch = Type.Object(
  {
    name: Type.Optional(Type.String({ maxLength: 200 })),
    language: Type.Optional(nullable(Type.String({ maxLength: 35 }))),
  },
  strict,
);
export const SessionRow = Type.Object({
  id: Uuid,
  current: Type.Boolean(),
  ip_address: nullable(Type.String()),
  user_agent: nullable(Type.String()),
  created_at: Instant,
  last_seen_at: nullable(Instant),
});
export type SessionView = Static<typeof SessionRow>;

const Base64Url = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: '^[A-Za-z0-9_-]+$' });
/** WebAuthn's own words for what the browser is asked: https://www.w3.org/TR/webauthn-3/#sctn-parseCreationOptionsFromJSON */
export const PasskeyOptions = Type.Object({
  options: Type.Record(Type.String(), Type.Unknown(), { description: 'For WebAuthn’s parse…OptionsFromJSON().' }),
});
export const NewPasskey = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 60 }),
    id: Base64Url(1400),
    client_data: Base64Url(4000),
    attestation: Base64Url(20_000),
    transports: Type.Optional(Type.Array(Type.String({ maxLength: 20, pattern: '^[a-z-]+$' }), { maxItems: 10 })),
  },
  strict,
);
export type NewPasskey = Static<typeof NewPasskey>;
export const PasskeyAnswer = Type.Object(
  {
    id: Base64Url(1400),
    client_data: Base64Url(2000),
    authenticator_data: Base64Url(2000),
    signature: Base64Url(1400),
    user_handle: Type.Optional(Base64Url(100)),
  },
  strict,
);
export type PasskeyAnswer = Static<typeof PasskeyAnswer>;
export const PasskeyRow = Type.Object({
  id: Uuid,
  name: Type.String(),
  added_at: Instant,
  last_used_at: nullable(Instant),
});

export const TokenBody = Type.Union([
  SignInBody,
  Type.Object({ portal_token: Type.String({ minLength: 1, maxLength: 2000 }) }, strict),
]);
export const RefreshBody = Type.Object({ refresh_token: Token }, strict);
export const TokensView = Type.Object({
  access_token: Type.String(),
  refresh_token: Type.String(),
  token_type: Type.Literal('Bearer'),
  expires_in: Type.Integer({ description: 'Seconds until the access token ends.' }),
});

/** As the programs before called the two tokens. */
export const OLDER_TOKENS = {
  body: { refresh: 'refresh_token' },
  reply: {
    access: ({ access_token }: Record<string, unknown>) => access_token,
    refresh: ({ refresh_token }: Record<string, unknown>) => refresh_token,
  },
};

export const FirstRunBody = Type.Object(
  {
    token: Token,
    owner: Type.Object(
      { name: Type.String({ minLength: 1, maxLength: 200 }), email: Email, password: NewPassword },
      strict,
    ),
    organization: NewOrganization,
  },
  strict,
);
export const FirstRunView = Type.Object({
  modules: Type.Array(Type.String()),
  languages: Type.Array(Type.String()),
});
