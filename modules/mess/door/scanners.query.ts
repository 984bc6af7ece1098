import { sql } from 'kysely';
import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import type { ScannerView } from './contract.ts';
import { roleOfKind, SCANNER_KINDS, SUPERVISOR } from './scanner-kinds.rule.ts';

function scanners(ctx: Ctx) {
  return ctx.db
    .selectFrom('device as d')
    .leftJoin('mess_scanner as s', (on) =>
      on.onRef('s.organization_id', '=', 'd.organization_id').onRef('s.device_id', '=', 'd.id'),
    )
    .select(['d.id', 'd.name', 'd.kind', 'd.public_key', 'd.enrolled_at', 'd.valid_until', 'd.revoked_at'])
    .select(['d.last_seen_at', 's.roster_at'])
    .select((of) => [
      // Defaults until the office changes them.
      sql<ScannerView['stale_policy']>`coalesce(${of.ref('s.stale_policy')}, 'warn')`.as('stale_policy'),
      sql<number>`coalesce(${of.ref('s.stale_minutes')}, 720)`.as('stale_minutes'),
      sql<boolean>`coalesce(${of.ref('s.by_hand')}, ${of.ref('d.kind')} = ${SUPERVISOR})`.as('by_hand'),
      sql<number>`coalesce(${of.ref('s.last_seq')}, 0)`.as('last_seq'),
    ])
    .where(inOrg(ctx, 'd'))
    .where('d.kind', 'in', [...SCANNER_KINDS]);
}

type Row = Awaited<ReturnType<ReturnType<typeof scanners>['execute']>>[number];

function stateOf({ revoked_at, valid_until, enrolled_at }: Row, now: Date): ScannerView['state'] {
  if (revoked_at) return 'revoked';
  if (valid_until && valid_until <= now) return 'expired';
  return enrolled_at ? 'active' : 'waiting';
}

function asView(row: Row, now: Date): ScannerView {
  const { id, name, kind, by_hand, stale_policy, stale_minutes, last_seq } = row;
  return {
    id,
    name,
    role: roleOfKind(kind),
    state: stateOf(row, now),
    by_hand,
    stale_policy,
    stale_minutes,
    last_seq,
    last_seen_at: row.last_seen_at?.toISOString() ?? null,
    roster_at: row.roster_at?.toISOString() ?? null,
    valid_until: row.valid_until?.toISOString() ?? null,
  };
}

/** An organization's scanners, the newest first; a hostel has some dozens. */
export async function listScanners(ctx: Ctx): Promise<ScannerView[]> {
  const now = ctx.clock.now();
  const rows = await scanners(ctx).orderBy('d.id', 'desc').limit(500).execute();
  return rows.map((row) => asView(row, now));
}

export async function findScanner(ctx: Ctx, id: string): Promise<ScannerView | null> {
  const row = await scanners(ctx).where('d.id', '=', id).executeTakeFirst();
  return row ? asView(row, ctx.clock.now()) : null;
}

/**
 * The data that a scanner's queue is judged by: its key, its permissions, and when it was valid. Null: there is no such
 * scanner.
 */
export async function queueOf(
  ctx: Ctx,
  id: string,
): Promise<Pick<Row, 'public_key' | 'by_hand' | 'enrolled_at' | 'valid_until' | 'revoked_at'> | null> {
  return (await scanners(ctx).where('d.id', '=', id).executeTakeFirst()) ?? null;
}
