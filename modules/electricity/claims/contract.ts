import { type Static, Type } from 'typebox';
import { At, Id, nullable } from '../../../kernel/lib/schemas.ts';
import { CustomerName, Kind, OwnCustomer } from '../customers/contract.ts';

const strict = { additionalProperties: false };
export const CLAIM_STATES = ['waiting', 'approved', 'refused', 'withdrawn'] as const;
const State = Type.Enum([...CLAIM_STATES]);

export const ClaimInput = Type.Object(
  {
    number: Type.String({ minLength: 1, maxLength: 30 }),
    code: Type.Optional(Type.String({ maxLength: 40, description: "The meter's code; without it staff decide." })),
    customer_id: Type.Optional(Id),
    kind: Type.Optional(Kind),
    name: Type.Optional(CustomerName),
    note: Type.Optional(Type.String({ maxLength: 500 })),
  },
  strict,
);
export type ClaimInput = Static<typeof ClaimInput>;

export const OwnClaim = Type.Object({
  id: Id,
  number: Type.String(),
  name: nullable(Type.String()),
  state: State,
  reason: Type.String(),
  created_at: At,
});
export type OwnClaim = Static<typeof OwnClaim>;

/** With the code the meter is theirs at once; without it the claim waits. */
export const Claimed = Type.Object({ customer: nullable(OwnCustomer), claim: nullable(OwnClaim) });
export type Claimed = Static<typeof Claimed>;

/** A claim as staff see it: who typed the number, and whose meter it is, if any. */
export const Claim = Type.Object({
  ...OwnClaim.properties,
  note: Type.String(),
  customer_id: nullable(Id),
  kind: nullable(Kind),
  person: Type.Object({ name: Type.String(), email: nullable(Type.String()), phone: nullable(Type.String()) }),
  meter: nullable(Type.Object({ id: Id, name: Type.String(), place: Type.String(), holder: nullable(Type.String()) })),
  decided_by: nullable(Type.String()),
  decided_at: nullable(At),
});
export type Claim = Static<typeof Claim>;

export const ClaimFilter = Type.Object({ state: Type.Optional(State) }, strict);
export type ClaimFilter = Static<typeof ClaimFilter>;
export const RefuseInput = Type.Object({ reason: Type.String({ minLength: 1, maxLength: 500 }) }, strict);
