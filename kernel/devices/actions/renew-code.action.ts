import { audit } from '../../audit/index.ts';
import { byPerson, type Ctx, inOrg } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { type Result, refuse } from '../../lib/result.ts';
import type { HandedOver } from '../contract.ts';
import { DEVICE } from '../names.ts';
import { findDevice } from '../queries/devices.ts';
import { handOver, makeCode, usedKind } from './hand-over.action.ts';

/**
 * Makes another code for a device, because the last one expired, or because another machine replaces it; then the old
 * machine's tokens end. Refusals: `auth.person_required`, `devices.not_found`, `over`, `kind_unknown`.
 */
export async function renewCode(ctx: Ctx, id: string): Promise<Result<HandedOver>> {
  if (!byPerson(ctx)) return refuse('auth.person_required');
  return transaction(ctx, async (tx) => {
    const before = await findDevice(tx, id);
    if (!before) return refuse('devices.not_found');
    if (before.state === 'revoked' || before.state === 'expired') return refuse('devices.over');
    const kind = usedKind(tx, before.kind);
    if (!kind) return refuse('devices.kind_unknown');
    const { code, columns } = makeCode(tx, kind);
    await tx.db
      .updateTable('device')
      .set(columns)
      .where(inOrg(tx))
      .where('id', '=', id)
      .where('revoked_at', 'is', null)
      .execute();
    await audit(tx, 'devices.code_renewed', { subject: { type: DEVICE, id }, after: { name: before.name } });
    return handOver(tx, id, kind, code);
  });
}
