import { type Selectable, sql } from 'kysely';
import type { DB } from '../../db/types.ts';
import { ORGANIZATION_COLUMNS, type OrganizationColumns, organizationOf } from '../db/index.ts';
import type { AuthenticatorDefinition, Identity } from '../http/index.ts';
import { isPrivateAddress } from '../lib/proxies.ts';
import { type Refusal, refuse } from '../lib/result.ts';
import type { Boot } from '../module/index.ts';
import { isOver } from './authenticator.ts';

/** The header in which a device of a closed network says which one it is. */
const SERIAL_HEADER = 'x-device-serial';
/** Something stands between: then the address of the connection tells nothing of where the device is. */
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'];

/**
 * Devices without tokens, for closed networks only (ENABLE_DEVICE_TOKEN=false): who sends a serial number from a private
 * address is believed. A header is asked for, since a page in somebody's browser can't send it to another site. Such a
 * device may do what its kind may, and nothing about its own token.
 */
export const serialAuthenticator: AuthenticatorDefinition = {
  name: 'device-serial',
  prepare(boot) {
    if (boot.config.ENABLE_DEVICE_TOKEN) return () => null;
    boot.log.warn(
      'ENABLE_DEVICE_TOKEN=false: whoever is in the network can report as any device that says its serial number. ' +
        'Only for a network that nobody else can enter.',
    );
    return ({ request, bearer, wanted }) => {
      const serial = request.headers[SERIAL_HEADER];
      if (bearer !== null || typeof serial !== 'string' || serial === '') return null;
      const forwarded = FORWARDED.some((name) => request.headers[name] !== undefined);
      if (forwarded || !isPrivateAddress(request.socket.remoteAddress))
        return Promise.resolve(refuse('devices.not_here'));
      return serial.length > 100 ? Promise.resolve(refuse('devices.refused')) : find(boot, serial, wanted);
    };
  },
};

type Row = OrganizationColumns & Pick<Selectable<DB['device']>, 'id' | 'kind' | 'name' | 'revoked_at' | 'valid_until'>;

/** A serial number that several organizations use names nobody, unless the request says which one is meant. */
async function find(boot: Boot, serial: string, wanted: string | null): Promise<Identity | Refusal> {
  const { services, database, clock } = boot;
  const named: { organizationId: string; deviceId: string }[] = [];
  for (const kind of services.devices.kinds.values())
    if (kind.withSerial) named.push(...(await kind.withSerial(boot.ctxFor(null, 'devices'), serial)));
  const [one, ...more] = named.filter(({ organizationId }) => wanted === null || organizationId === wanted);
  if (!one || more.length > 0) return refuse('devices.refused');
  // Raw SQL: the columns of the organization are those of the look-up by tokens.
  const { rows } = await sql<Row>`
    select d.id, d.kind, d.name, d.revoked_at, d.valid_until, ${sql.raw(ORGANIZATION_COLUMNS)}
    from device d join organization o on o.id = d.organization_id
    where d.organization_id = ${one.organizationId} and d.id = ${one.deviceId}`.execute(database.system);
  const [row] = rows;
  const kind = row && services.devices.kinds.get(row.kind);
  const now = clock.now();
  if (!row || !kind?.withSerial || isOver(row, now)) return refuse('devices.refused');
  services.devices.saw(row.organization_id, row.id, now);
  return {
    actor: { kind: 'device', id: row.id, name: row.name, sort: row.kind, permissions: kind.permissions },
    organization: organizationOf(row),
    countedAs: `device ${row.id}`,
  };
}
