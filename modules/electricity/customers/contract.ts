import { type Static, Type } from 'typebox';
import { At, Id } from '../../../kernel/lib/schemas.ts';
import { Meter } from '../meters/contract.ts';
import { MEMBER_ROLES } from './roles.rule.ts';

export { MEMBER_ROLES, type MemberRole, mayMember } from './roles.rule.ts';

const strict = { additionalProperties: false };
export const CUSTOMER_KINDS = ['household', 'institution'] as const;
export const Kind = Type.Enum([...CUSTOMER_KINDS]);
export const CustomerName = Type.String({ minLength: 1, maxLength: 255 });
const Role = Type.Enum([...MEMBER_ROLES]);
const PlaceName = Type.String({ minLength: 1, maxLength: 120 });

const Building = Type.Object({ id: Id, name: Type.String(), place: Type.String() });
export const BuildingInput = Type.Object(
  { name: PlaceName, place: Type.Optional(Type.String({ maxLength: 255 })) },
  strict,
);
export type BuildingInput = Static<typeof BuildingInput>;
const Department = Type.Object({ id: Id, name: Type.String() });
export const DepartmentInput = Type.Object({ name: PlaceName }, strict);
export type DepartmentInput = Static<typeof DepartmentInput>;

export const Member = Type.Object({ account_id: Id, name: Type.String(), role: Role, since: At });
export type Member = Static<typeof Member>;

/** A customer as staff see it. */
export const Customer = Type.Object({
  id: Id,
  kind: Kind,
  name: Type.String(),
  meter_count: Type.Integer(),
  member_count: Type.Integer(),
  created_at: At,
});
export type Customer = Static<typeof Customer>;

export const CustomerFilter = Type.Object({ kind: Type.Optional(Kind) }, strict);
export type CustomerFilter = Static<typeof CustomerFilter>;

export const CustomerView = Type.Object({
  ...Customer.properties,
  members: Type.Array(Member),
  buildings: Type.Array(Building),
  departments: Type.Array(Department),
});
export type CustomerView = Static<typeof CustomerView>;

/** A customer as its own people see it, with what the caller may do. */
export const OwnCustomer = Type.Object({
  ...CustomerView.properties,
  role: Role,
  meters: Type.Array(Meter),
});
export type OwnCustomer = Static<typeof OwnCustomer>;

export const InvitationInput = Type.Object({ role: Role }, strict);
export const Invitation = Type.Object({
  code: Type.String({ description: 'Shown once; only its hash is kept.' }),
  role: Role,
  expires_at: At,
});
export type Invitation = Static<typeof Invitation>;
export const AcceptInput = Type.Object({ code: Type.String({ minLength: 1, maxLength: 40 }) }, strict);
export const RoleInput = Type.Object({ role: Role }, strict);
export const MemberParams = Type.Object({ id: Id, account: Id });
export const PlaceParams = Type.Object({ id: Id, place: Id });
