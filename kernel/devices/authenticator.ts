import { CompiledQuery } from 'kysely';
import type { Organization } from '../ctx/index.ts';
import { ORGANIZATION_COLUMNS, type OrganizationColumns, organizationOf } from '../db/index.ts';
import { type AuthenticatorDefinition, defineActorKind, type Identity } from '../http/index.ts';
import { askOnce, gather } from '../lib/gather.ts';
import { type Refusal, refuse } from '../lib/result.ts';
import { hashSecret } from '../lib/tokens.ts';
import type { Boot } from '../module/index.ts';
import { firstUse } from './first-use.ts';

/** Every device token begins with this, so that it can be recognized, and secret scanners find leaked ones. */
export const DEVICE_TOKEN_PREFIX = 'cfd_';
/** The permission of every enrolled device: read its own data, rotate its token. */
export const SELF = 'device.self';

declare module '../ctx/index.ts' {
  interface Actors {
    /** `sort` is its kind of device; `permissions` are those of that kind, or the remaining ones after its end */
    device: { id: string; name: string; sort: string; permissions: readonly string[] };
  }
}

export const deviceActor = defineActorKind('device', ({ permissions }, permission) => permissions.includes(permission));

// Simultaneous look-ups share one statement, as for sessions.
const DEVICES = `
  select a.place, t.id as token_id, t.used_at, t.expires_at, d.id, d.kind, d.name, d.revoked_at, d.valid_until,
    ${ORGANIZATION_COLUMNS}
  from unnest($1::bytea[]) with ordinality a (token_hash, place)
  join device_token t on t.token_hash = a.token_hash and (t.expires_at is null or t.expires_at > $2)
  join device d on d.organization_id = t.organization_id and d.id = t.device_id
  join organization o on o.id = t.organization_id`;

type Row = OrganizationColumns & {
  place: number;
  token_id: string;
  used_at: Date | null;
  expires_at: Date | null;
  id: string;
  kind: string;
  name: string;
  revoked_at: Date | null;
  valid_until: Date | null;
};

/** Who has a token of a device; `wanted`: in this organization only. A revocation works at once. */
export type Identify = (token: string, wanted?: string | null) => Promise<Identity | Refusal>;

/** Makes the look-up of device tokens, for requests and for connections. */
export function identifier({ services, database: { system }, clock }: Boot): Identify {
  const ask = async (hashes: Buffer[]): Promise<(Row | undefined)[]> => {
    const { rows } = await system.executeQuery<Row>(CompiledQuery.raw(DEVICES, [hashes, clock.now()]));
    const found = new Map(rows.map((row) => [Number(row.place), row]));
    return hashes.map((_, i) => found.get(i + 1));
  };
  const find = gather(askOnce((hash: Buffer) => hash.toString('latin1'), ask));
  return async (token, wanted = null) => {
    const row = await find(hashSecret(token));
    const kind = row && services.devices.kinds.get(row.kind);
    if (!row || !kind) return refuse('devices.refused');
    if (wanted !== null && wanted !== row.organization_id) return refuse('auth.not_a_member');
    const now = clock.now();
    const organization: Organization = organizationOf(row);
    if (!row.used_at) await firstUse(system, now, { organization, deviceId: row.id, tokenId: row.token_id });
    const over = isOver(row, now);
    if (over && !kind.afterEnd) return refuse('devices.refused');
    if (!over) services.devices.saw(organization.id, row.id, now);
    const permissions = over ? (kind.afterEnd ?? []) : [SELF, ...kind.permissions, ...(kind.afterEnd ?? [])];
    return {
      actor: { kind: 'device', id: row.id, name: row.name, sort: row.kind, permissions },
      organization,
      countedAs: `device ${row.id}`,
      ...(over && { over: refuse('devices.refused') }),
    };
  };
}

/** Authenticates requests by the token of a device. */
export const deviceAuthenticator: AuthenticatorDefinition = {
  name: 'device',
  prepare:
    ({ services }) =>
    ({ bearer, wanted }) =>
      bearer?.startsWith(DEVICE_TOKEN_PREFIX) ? services.devices.identify(bearer, wanted) : null,
};

/** Whether a device was revoked or has expired. */
export const isOver = (device: { revoked_at: Date | null; valid_until: Date | null }, now: Date): boolean =>
  device.revoked_at !== null || (device.valid_until !== null && device.valid_until <= now);
