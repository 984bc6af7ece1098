import { sql, type Transaction } from 'kysely';
import type { DB } from '../../db/types.ts';

type Tx = Transaction<DB>;

/**
 * How unsealed entries are found without marking them (entries are append-only) and without reading the sealed ones.
 *
 * Each entry keeps the number of its transaction in `xact`. `pg_snapshot_xmin` is the oldest transaction that still
 * runs: no new entry can appear below it. So `sealed_below` moves up to it when all entries below are sealed, and a
 * pass reads from there: one index range for all organizations.
 *
 * Transaction numbers belong to a cluster. A dump restored on another cluster brings entries with numbers above its
 * counter, and new entries would get numbers below the watermark, where no pass looks. The default of the column adds
 * `xact_shift` to the counter. When the numbers prove that the cluster is another one, the shift is raised above all
 * existing numbers.
 */
export type Watermark = { sealedBelow: number; xmin: number };

/**
 * Reads the watermark and the oldest running transaction, both with the shift added; adjusts the shift after a restore.
 */
export async function readWatermark(tx: Tx): Promise<Watermark> {
  const mark = await read(tx);
  // Neither can happen on the cluster that wrote the entries: the watermark never passes a running transaction, and a
  // visible entry has a number below the next one.
  const foreign = mark.sealed_below > mark.xmin || mark.last_xact >= mark.xmax;
  if (!foreign) return { sealedBelow: mark.sealed_below, xmin: mark.xmin };
  await shift(tx);
  const shifted = await read(tx);
  return { sealedBelow: shifted.sealed_below, xmin: shifted.xmin };
}

type Row = { sealed_below: number; xmin: number; xmax: number; last_xact: number };

async function read(tx: Tx): Promise<Row> {
  const { rows } = await sql<Row>`
    select w.sealed_below,
           pg_snapshot_xmin(pg_current_snapshot())::text::bigint + w.xact_shift as xmin,
           pg_snapshot_xmax(pg_current_snapshot())::text::bigint + w.xact_shift as xmax,
           coalesce((select max(xact) from audit_entry), 0) as last_xact
      from audit_watermark w`.execute(tx);
  return rows[0] as Row;
}

async function shift(tx: Tx): Promise<void> {
  // No entry may be written with the old shift while it changes.
  await sql`lock table audit_entry in access exclusive mode`.execute(tx);
  const { rows } = await sql<{ shift: string }>`
    update audit_watermark
       set xact_shift = greatest(sealed_below, (select coalesce(max(xact), 0) + 1 from audit_entry))
                        - pg_snapshot_xmin(pg_current_snapshot())::text::bigint,
           -- Entries written between the restore and now carry small numbers: go back below the smallest of them.
           sealed_below = least(sealed_below, (
             select min(xact) from audit_entry
              where at >= (select coalesce(least(max(sealed_at), now()), '-infinity') from audit_seal) - interval '1 hour'))
    returning xact_shift::text as shift`.execute(tx);
  const amount = rows[0]?.shift as string;
  if (!/^-?\d+$/.test(amount)) throw new Error('the shift must be a number');
  await sql`alter table audit_entry alter column xact set default
    pg_current_xact_id()::text::bigint + ${sql.raw(amount)}`.execute(tx);
}
