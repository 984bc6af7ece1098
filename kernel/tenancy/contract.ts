import { type Static, Type } from 'typebox';

const Uuid = Type.String({ format: 'uuid' });
const Instant = Type.String({ format: 'date-time' });
const maybe = <T extends ReturnType<typeof Type.String>>(type: T) => Type.Union([type, Type.Null()]);

export const RoleName = Type.Union([
  Type.Literal('owner'),
  Type.Literal('admin'),
  Type.Literal('ops'),
  Type.Literal('viewer'),
]);
/** A role by trade: a key of GET /staff-roles. */
const TradeKey = Type.String({ minLength: 1, maxLength: 100, description: 'A key of GET /staff-roles.' });
const Permissions = Type.Array(Type.String({ maxLength: 100 }), { maxItems: 300, uniqueItems: true });
const Pages = Type.Array(Type.String({ maxLength: 200, pattern: '^/[\\w/.-]*$' }), {
  maxItems: 50,
  description: 'Entries of the menu, by their addresses; the first is the start page. Empty: whatever they may see.',
});
const RoleTitle = Type.String({ minLength: 1, maxLength: 100 });
export const NewStaffRole = Type.Object(
  { name: RoleTitle, permissions: Permissions, pages: Pages },
  { additionalProperties: false },
);
export type NewStaffRole = Static<typeof NewStaffRole>;
export const StaffRolePatch = Type.Partial(NewStaffRole, { additionalProperties: false });
export type StaffRolePatch = Static<typeof StaffRolePatch>;
export const StaffRoleView = Type.Object({
  key: Type.String(),
  name: Type.String(),
  permissions: Type.Array(Type.String()),
  pages: Type.Array(Type.String()),
  role: RoleName,
  usual: Type.Boolean({ description: 'One of the program’s; else the organization’s own.' }),
  changed: Type.Boolean({ description: 'The organization has its own form of it.' }),
  holders: Type.Integer({ description: 'Members, open invitations and keys that have it.' }),
});
export type StaffRoleView = Static<typeof StaffRoleView>;
export const Grantable = Type.Object({
  permission: Type.String(),
  module: Type.Union([Type.String(), Type.Null()]),
  role: RoleName,
});
const LimitKind = Type.String({ minLength: 1, maxLength: 60, description: 'A kind of GET /limits.' });
export const LimitInput = Type.Object({ kind: LimitKind, id: Uuid }, { additionalProperties: false });
/** A member's limit; `name` is null when the part is gone. */
const LimitView = Type.Union([
  Type.Object({ kind: Type.String(), id: Uuid, name: Type.Union([Type.String(), Type.Null()]) }),
  Type.Null(),
]);
export const LimitChoice = Type.Object({
  kind: Type.String(),
  parts: Type.Array(Type.Object({ id: Uuid, name: Type.String() })),
});
export const MemberPatch = Type.Partial(
  Type.Object(
    {
      role: RoleName,
      staff_role: Type.Union([TradeKey, Type.Null()], {
        description: 'A role by trade; its `role` is the least that has all of it. Null: all of `role`.',
      }),
      limit: Type.Union([LimitInput, Type.Null()], {
        description: 'The part of the organization that the member is limited to; null: all of it.',
      }),
    },
    { additionalProperties: false },
  ),
);
export type MemberPatch = Static<typeof MemberPatch>;
export const KeyRole = Type.Union([Type.Literal('admin'), Type.Literal('ops'), Type.Literal('viewer')]);
export type KeyRole = Static<typeof KeyRole>;
const Email = Type.String({ format: 'email', maxLength: 254 });
export const Invited = Type.Object({
  id: Uuid,
  url: Type.String({
    description: 'A link to hand over, shown this once. Unlike the mail’s it proves nothing about the address.',
  }),
  mail: Type.Enum(['queued', 'kept'], { description: 'Kept: no mail server is set up, so it is sent to nobody yet.' }),
});
export const Nothing = Type.Null();

/** As people enter it; the checks of the fields, with a message for each, are in the domain. */
const OrganizationFields = {
  name: Type.String({ minLength: 1, maxLength: 200 }),
  slug: Type.Optional(
    Type.String({ maxLength: 63, description: 'Short name for addresses; made from the name when absent.' }),
  ),
  time_zone: Type.String({ maxLength: 64, description: 'IANA time zone, e.g. Asia/Kolkata.' }),
  currency: Type.String({ minLength: 3, maxLength: 3, description: 'ISO 4217, e.g. INR.' }),
  country: Type.String({ minLength: 2, maxLength: 2, description: 'ISO 3166-1, e.g. IN.' }),
  language: Type.String({ maxLength: 35, description: 'BCP 47, e.g. hi.' }),
  modules: Type.Array(Type.String({ maxLength: 50 }), { maxItems: 50 }),
};
export const NewOrganization = Type.Object(OrganizationFields, { additionalProperties: false });
export const OrganizationPatch = Type.Partial(NewOrganization, { additionalProperties: false });

export const OrganizationView = Type.Object({
  id: Uuid,
  name: Type.String(),
  slug: Type.String(),
  time_zone: Type.String(),
  currency: Type.String(),
  country: Type.String(),
  language: Type.String(),
  modules: Type.Array(Type.String()),
});
export const OrganizationWithChoices = Type.Object({
  ...OrganizationView.properties,
  choices: Type.Object({ modules: Type.Array(Type.String()), languages: Type.Array(Type.String()) }),
});

export const MemberView = Type.Object({
  id: Uuid,
  name: Type.String(),
  email: Type.String(),
  role: RoleName,
  staff_role: Type.Union([Type.String(), Type.Null()]),
  limit: LimitView,
  two_factor_enabled: Type.Boolean(),
  created_at: Instant,
  version: Type.String({ description: 'For If-Match, when the role is changed.' }),
});
export const InvitationView = Type.Object({
  id: Uuid,
  email: Type.String(),
  role: RoleName,
  staff_role: Type.Union([Type.String(), Type.Null()]),
  limit: LimitView,
  state: Type.Union([Type.Literal('open'), Type.Literal('accepted'), Type.Literal('revoked'), Type.Literal('expired')]),
  expires_at: Instant,
  created_at: Instant,
  invited_by: maybe(Type.String()),
});
export const ApiKeyView = Type.Object({
  id: Uuid,
  name: Type.String(),
  prefix: Type.String(),
  role: KeyRole,
  staff_role: Type.Union([Type.String(), Type.Null()]),
  acts_as: Type.Union([KeyRole, Type.Null()], {
    description: 'Its role, or its maker’s present one where that is less; null when the maker is no member any more.',
  }),
  made_by: Type.Union([Type.Object({ id: Uuid, name: maybe(Type.String()) }), Type.Null()], {
    description: 'Who made it; without a name when they are no member any more. Null: the command line.',
  }),
  scopes: Type.Union([Type.Array(Type.String()), Type.Null()]),
  addresses: Type.Union([Type.Array(Type.String()), Type.Null()]),
  service: Type.Boolean({ description: 'The organization’s own: it stays when its maker leaves.' }),
  last_used_at: maybe(Instant),
  expires_at: maybe(Instant),
  revoked_at: maybe(Instant),
  created_at: Instant,
});
export const NewInvitation = Type.Object(
  {
    email: Email,
    role: Type.Optional(RoleName),
    staff_role: Type.Optional(TradeKey),
    limit: Type.Optional(Type.Union([LimitInput, Type.Null()])),
  },
  { additionalProperties: false },
);
export const NewApiKeyBody = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 100 }),
    role: Type.Optional(KeyRole),
    staff_role: Type.Optional(TradeKey),
    expires_at: Type.Optional(maybe(Instant)),
    scopes: Type.Optional(
      Type.Array(Type.String({ pattern: '^(\\*|[a-z_]+):(read|write)$', maxLength: 60 }), {
        minItems: 1,
        maxItems: 100,
        description: 'Such as `exhibition:read`, `payments:write`, `*:read`; without them all that its role may.',
      }),
    ),
    addresses: Type.Optional(
      Type.Array(Type.String({ maxLength: 60 }), {
        minItems: 1,
        maxItems: 50,
        description: 'Addresses and networks (`203.0.113.0/24`) from which it may be used; without them any.',
      }),
    ),
    service: Type.Optional(
      Type.Boolean({ description: 'true: the organization’s own, which stays when its maker leaves. By owners only.' }),
    ),
  },
  { additionalProperties: false },
);
export const FreshApiKey = Type.Object({
  id: Uuid,
  key: Type.String({ description: 'Shown this once.' }),
  prefix: Type.String(),
});
