/** Who stands at the door: a staff token authenticates a scanner, and nobody else's session or key does. */
import type { FastifyRequest } from 'fastify';
import { type Ctx, type House, type Organization, orgOf } from '../../../kernel/ctx/index.ts';
import { findOrganization } from '../../../kernel/db/index.ts';
import { isUuid } from '../../../kernel/lib/ids.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { readAccess } from './access.ts';
import { readStaffToken } from './staff-token.ts';

export type StaffRole = 'steward' | 'supervisor';
export type DoorToken = {
  id: string;
  name: string;
  role: StaffRole;
  valid_until: Date;
  revoked_at: Date | null;
  /** neither revoked nor expired */
  good: boolean;
};

/** How long an organization's name and zone are taken from memory, in milliseconds; its token never is. */
const REMEMBERED_MS = 5000;
type Known = { organization: Organization; at: number };
const houses = new WeakMap<House, Map<string, Known>>();

/** `device`: the one that the request's access was given to; null with a staff token itself. */
export type Approached = { ctx: Ctx; hash: Buffer; device: string | null };

/**
 * The ctx inside the organization that a request's access or staff token names, and the hash to look the token up by. It proves nothing yet:
 * that is the look-up, which the scan does in its own statement.
 */
export async function approachDoor(ctx: Ctx, request: FastifyRequest): Promise<Result<Approached>> {
  const { authorization } = request.headers;
  const access = readAccess(ctx, authorization);
  const claims = access ?? readStaffToken(authorization);
  const organization = claims && (await organizationOf(ctx, claims.organizationId));
  if (!organization) return refuse('mess.token.refused');
  const inside = { ...ctx, organization, db: ctx.house.database.forOrganization(organization.id) };
  return ok({ ctx: inside, hash: claims.hash, device: access?.deviceId ?? null });
}

/** The device that a request is about: its access's own, whatever it names, or the one that it names with its token. */
export function deviceIn({ device }: Pick<Approached, 'device'>, named: string | undefined): Result<string | null> {
  const id = named && isUuid(named) ? named : null;
  if (device && id && device !== id) return refuse('mess.device.not_found');
  return ok(device ?? id);
}

async function organizationOf(ctx: Ctx, id: string): Promise<Organization | null> {
  const known = houses.get(ctx.house) ?? new Map<string, Known>();
  houses.set(ctx.house, known);
  const found = known.get(id);
  if (found && performance.now() - found.at < REMEMBERED_MS) return found.organization;
  const organization = await findOrganization(ctx.system, { id });
  if (known.size >= 1000) known.clear();
  if (organization) known.set(id, { organization, at: performance.now() });
  return organization;
}

/**
 * The same with the token looked up, and whoever holds it as the actor. Refused when it was revoked or has expired, unless `ended` says
 * that such a one may still hand in what it scanned before.
 */
export async function enterDoor(
  ctx: Ctx,
  request: FastifyRequest,
  { ended = false } = {},
): Promise<Result<Approached & { token: DoorToken }>> {
  const approached = await approachDoor(ctx, request);
  if (!approached.ok) return approached;
  const { ctx: inside, hash, device } = approached.data;
  const row = await inside.db
    .selectFrom('mess_staff_token')
    .select(['id', 'name', 'role', 'valid_until', 'revoked_at'])
    .where('organization_id', '=', orgOf(inside).id)
    .where('token_hash', '=', hash)
    .executeTakeFirst();
  if (!row) return refuse('mess.token.refused');
  const good = !row.revoked_at && row.valid_until > inside.clock.now();
  if (!good && !ended) return refuse('mess.token.refused');
  const token = { ...row, role: row.role as StaffRole, good };
  return ok({ ctx: { ...inside, actor: { kind: 'portal', id: row.id, name: row.name } }, hash, device, token });
}
