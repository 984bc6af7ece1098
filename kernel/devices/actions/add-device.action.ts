import { audit } from '../../audit/index.ts';
import { byPerson, type Ctx, orgOf } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { newId } from '../../lib/ids.ts';
import { type Result, refuse } from '../../lib/result.ts';
import type { DeviceInput, HandedOver } from '../contract.ts';
import { DEVICE, isNameTaken, NAME_TAKEN } from '../names.ts';
import { handOver, makeCode, usedKind } from './hand-over.action.ts';

/**
 * Makes a device, which waits until its code is typed on it. Refusals: `auth.person_required` (an API key may not make
 * a device, which would outlive the key), `devices.kind_unknown`, `name_blank`, `name_taken`, `ends_already`.
 */
export async function addDevice(ctx: Ctx, input: DeviceInput): Promise<Result<HandedOver>> {
  if (!byPerson(ctx)) return refuse('auth.person_required');
  const kind = usedKind(ctx, input.kind);
  if (!kind) return refuse('devices.kind_unknown');
  const name = input.name.trim();
  if (!name) return refuse('devices.name_blank', undefined, { name: 'devices.name_blank' });
  const now = ctx.clock.now();
  const valid_until = input.valid_until ? new Date(input.valid_until) : null;
  if (valid_until && valid_until <= now) {
    return refuse('devices.ends_already', undefined, { valid_until: 'devices.ends_already' });
  }
  const id = newId(now.getTime());
  const { code, columns } = makeCode(ctx, kind);
  const values = { organization_id: orgOf(ctx).id, id, kind: kind.kind, name, valid_until, ...columns };
  try {
    return await transaction(ctx, async (tx) => {
      await tx.db
        .insertInto('device')
        .values({ ...values, created_by_name: tx.actor.name, created_at: now })
        .execute();
      await audit(tx, 'devices.added', {
        subject: { type: DEVICE, id },
        after: { name, kind: kind.kind, valid_until: valid_until?.toISOString() ?? null },
      });
      return handOver(tx, id, kind, code);
    });
  } catch (error) {
    if (isNameTaken(error)) return NAME_TAKEN;
    throw error;
  }
}
