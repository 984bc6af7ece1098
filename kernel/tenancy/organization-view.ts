import type { Static } from 'typebox';
import type { Organization } from '../ctx/index.ts';
import type { NewOrganization, OrganizationPatch } from './contract.ts';
import type { OrganizationInput } from './domain/organization.ts';

/** An organization in the API's spelling. */
export function organizationView({ timeZone, ...rest }: Organization) {
  return { ...rest, time_zone: timeZone };
}

/** A client's input about an organization, in the form that the actions take. */
export function organizationInput(body: Static<typeof NewOrganization>): OrganizationInput;
export function organizationInput(body: Static<typeof OrganizationPatch>): Partial<OrganizationInput>;
export function organizationInput({ time_zone, ...rest }: Static<typeof OrganizationPatch>) {
  return { ...rest, ...(time_zone !== undefined && { timeZone: time_zone }) };
}
