import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { addDevice, revokeDevice } from '../../../kernel/devices/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { exhibitionRows } from '../exhibitions/exhibitions.query.ts';
import { EXHIBITION } from '../exhibitions/save-exhibition.action.ts';
import { ENTRANCE, type EntranceInput } from './contract.ts';
import { isEntrance } from './entrances.query.ts';

/**
 * A scanner for an entrance of an exhibition: a device, whose link is shown once. Refuses `exhibition.not_found`, and as
 * kernel/devices does.
 */
export async function addEntrance(ctx: Ctx, exhibitionId: string, input: EntranceInput) {
  return transaction(ctx, async (tx) => {
    const exhibition = await exhibitionRows(tx).where('id', '=', exhibitionId).executeTakeFirst();
    if (!exhibition) return refuse('exhibition.not_found');
    const made = await addDevice(tx, { kind: ENTRANCE, ...input });
    if (!made.ok) return made;
    await tx.db
      .insertInto('exhibition_entrance')
      .values({ organization_id: orgOf(tx).id, device_id: made.data.device.id, exhibition_id: exhibitionId })
      .execute();
    const { name } = made.data.device;
    await audit(tx, 'exhibition.entrance.added', {
      subject: { type: EXHIBITION, id: exhibitionId },
      after: { name, exhibition: exhibition.name },
    });
    return made;
  });
}

/** Ends a scanner of an entrance at once; what it counted without a network may still come. */
export async function endEntrance(ctx: Ctx, id: string): Promise<Result<null>> {
  if (!(await isEntrance(ctx, id))) return refuse('exhibition.entrance.not_found');
  const ended = await revokeDevice(ctx, id);
  return ended.ok ? ok(null) : ended;
}
