import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { wallText } from '../../../kernel/lib/time.ts';
import { mirror } from '../../../kernel/mirror/index.ts';
import { scanMade } from '../mirrored.ts';
import { mealShown } from './meals.ts';

export type MirroredScan = {
  at: Date;
  serviceOn: string;
  mealId: string | null;
  rollNumber: string | null;
  name: string | null;
  allowed: boolean;
  reason: string | null;
  byHandReason: string | null;
  offline: boolean;
  scanner: string | null;
};

/** A scan's row for the spreadsheet, in the transaction that writes the scan. */
export function mirrorScan(tx: Ctx, scan: MirroredScan): Promise<void> {
  return mirror(tx, scanMade, async () => ({
    scanned_at: wallText(orgOf(tx).timeZone, scan.at),
    service_on: scan.serviceOn,
    meal: (await mealShown(tx, scan.mealId))?.name ?? null,
    roll_number: scan.rollNumber,
    name: scan.name,
    allowed: scan.allowed,
    reason: scan.reason,
    by_hand: scan.byHandReason,
    offline: scan.offline,
    scanner: scan.scanner,
  }));
}
