import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import type { ScannerPatch, ScannerView } from './contract.ts';
import { SCANNER_SUBJECT } from './names.ts';
import { findScanner } from './scanners.query.ts';

/**
 * Changes whether a scanner may admit by hand, when its roster is too old, and what it does then. Its name is the
 * device's (kernel/devices). Refusals: `mess.scanner.` `not_found`, `steward` (only a supervisor's may admit).
 */
export async function changeScanner(ctx: Ctx, id: string, patch: ScannerPatch): Promise<Result<ScannerView>> {
  return transaction(ctx, async (tx) => {
    const before = await findScanner(tx, id);
    if (!before) return refuse('mess.scanner.not_found');
    if (patch.by_hand && before.role !== 'supervisor') return refuse('mess.scanner.steward');
    const {
      by_hand = before.by_hand,
      stale_policy = before.stale_policy,
      stale_minutes = before.stale_minutes,
    } = patch;
    const was = { stale_policy: before.stale_policy, stale_minutes: before.stale_minutes, by_hand: before.by_hand };
    const after = { stale_policy, stale_minutes, by_hand };
    await Promise.all([
      tx.db
        .insertInto('mess_scanner')
        .values({ organization_id: orgOf(tx).id, device_id: id, ...after })
        .onConflict((same) => same.columns(['organization_id', 'device_id']).doUpdateSet(after))
        .execute(),
      audit(tx, 'mess.scanner.changed', {
        subject: { type: SCANNER_SUBJECT, id },
        before: was,
        after: { name: before.name, ...after },
      }),
    ]);
    return ok({ ...before, ...after });
  });
}
