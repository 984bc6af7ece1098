import { audit } from '../audit/index.ts';
import { type Ctx, orgOf } from '../ctx/index.ts';
import { transaction } from '../db/index.ts';
import { discardFile, keepFile, stageFile } from '../files/index.ts';
import { cleanJson } from '../lib/clean-text.ts';
import { newId } from '../lib/ids.ts';
import { type Result, refuse } from '../lib/result.ts';
import { asCsv } from './as-csv.ts';
import { checkFile, type RowFault, type Same, type Source } from './check-rows.ts';
import type { AnyImport, RawRow } from './define.ts';
import type { Mapping } from './find-heading.ts';
import { known } from './known-formats.ts';
import { BrokenCsv, readHeading } from './read-csv.ts';
import { answersOf, importSource, prepare } from './source.ts';
import { noteUnused, type UnusedColumn } from './unused.ts';
import { type ImportReport, importReport } from './view.ts';

export type ImportUpload = {
  bytes: Uint8Array;
  name: string;
  /** The form's other fields. */
  fields: Record<string, string>;
  /** Which column is which, as a person said; null: as remembered, else guessed. */
  mapping: Mapping | null;
};

/** Enough to see what is wrong. With more faults than this, people correct the first ones and upload the file again. */
const FAULTS_KEPT = 200;
const SAMPLE_KEPT = 5;
type Findings = {
  total: number;
  good: number;
  bad: number;
  brokenRow: number | null;
  faults: RowFault[];
  warnings: RowFault[];
  unused: UnusedColumn[];
  sample: Record<string, string | number>[];
  duplicates: { row: number; cells: RawRow; same: Same }[];
};

/**
 * The dry run: reads the whole file, checks every row against the rules and the database, and stores the file and the
 * findings. It writes no rows.
 *
 * Refusals: those of `prepare`, of asCsv, of stageFile, and of readHeading.
 */
export async function checkImport(
  ctx: Ctx,
  definition: AnyImport,
  upload: ImportUpload,
): Promise<Result<ImportReport>> {
  const context = await prepare(ctx, definition, upload.fields);
  if (!context.ok) return context;
  const csv = await asCsv(upload.bytes);
  if (!csv.ok) return csv;
  const staged = await stageFile(ctx, {
    bytes: csv.data,
    name: csv.data === upload.bytes ? upload.name : `${upload.name}.csv`,
    purpose: importSource,
    permission: definition.permission,
  });
  if (!staged.ok) return staged.code === 'files.kind_refused' ? refuse('imports.not_csv', { kind: '?' }) : staged;
  const heading = readHeading(csv.data, definition, { mapping: upload.mapping, ...(await known(ctx, definition)) });
  if (!heading.ok) {
    await discardFile(ctx, staged.data);
    return heading;
  }

  const source: Source = { heading: heading.data, context: context.data, answers: answersOf(upload.fields) };
  const found = await findings(ctx, definition, source);
  const id = newId(ctx.clock.now().getTime());
  return transaction(ctx, async (tx) => {
    const kept = await keepFile(tx, staged.data);
    if (!kept.ok) return kept;
    await tx.db
      .insertInto('import')
      .values({
        organization_id: orgOf(tx).id,
        id,
        name: definition.name,
        file_id: kept.data.id,
        fields: cleanJson(upload.fields),
        total: found.total,
        good: found.good,
        bad: found.bad,
        duplicates: found.duplicates.length,
        broken_row: found.brokenRow,
        ignored: cleanJson(heading.data.ignored),
        faults: cleanJson(found.faults),
        warnings: cleanJson(found.warnings),
        unused: cleanJson(found.unused),
        headings: cleanJson(heading.data.cells),
        mapping: cleanJson(heading.data.mapping),
        mapping_source: heading.data.source,
        sample: cleanJson(found.sample),
        created_by_kind: tx.actor.kind,
        created_by_id: tx.actor.id,
        created_by_name: tx.actor.name,
        created_at: tx.clock.now(),
      })
      .execute();
    for (let at = 0; at < found.duplicates.length; at += ROWS_AT_ONCE)
      await keepDuplicates(tx, id, found.duplicates.slice(at, at + ROWS_AT_ONCE));
    await audit(tx, 'imports.checked', {
      subject: { type: 'import', id },
      after: { name: definition.name, file: kept.data.name, total: found.total, bad: found.bad },
    });
    return importReport(tx, id);
  });
}

/** Each row has seven values; a statement takes 65,535. */
const ROWS_AT_ONCE = 1000;

async function keepDuplicates(tx: Ctx, import_id: string, rows: Findings['duplicates']): Promise<void> {
  const { id: organization_id } = orgOf(tx);
  const values = rows.map(({ row, cells, same: { column, firstRow, existing } }) => ({
    organization_id,
    import_id,
    row,
    cells: JSON.stringify(cells),
    column,
    first_row: firstRow,
    existing: existing && JSON.stringify({ id: existing.id, code: existing.code, name: existing.name }),
  }));
  await tx.db.insertInto('import_duplicate').values(values).execute();
}

async function findings(ctx: Ctx, definition: AnyImport, source: Source): Promise<Findings> {
  const found: Findings = {
    total: 0,
    good: 0,
    bad: 0,
    brokenRow: null,
    faults: [],
    warnings: [],
    unused: source.heading.unused.map((column) => ({ ...column, filled: 0, examples: [] })),
    sample: [],
    duplicates: [],
  };
  try {
    for await (const batch of checkFile(ctx, definition, source)) {
      for (const one of batch) {
        const { number, cells, faults } = one;
        found.total += 1;
        noteUnused(found.unused, one.unused);
        for (const warning of one.warnings)
          if (found.warnings.length < FAULTS_KEPT)
            found.warnings.push({ row: number, ...warning, title: titleOf(source, warning.column) });
        if (one.faults === null) {
          found.good += 1;
          if (one.same) found.duplicates.push({ row: number, cells, same: one.same });
          if (found.sample.length < SAMPLE_KEPT) found.sample.push({ row: number, ...cells });
          continue;
        }
        found.bad += 1;
        for (const fault of faults ?? [])
          if (found.faults.length < FAULTS_KEPT)
            found.faults.push({ row: number, ...fault, title: titleOf(source, fault.column) });
      }
    }
  } catch (error) {
    if (!(error instanceof BrokenCsv)) throw error;
    found.brokenRow = error.row;
    found.faults.unshift({ row: error.row, column: null, title: null, value: null, code: 'imports.quote_not_closed' });
    found.faults.splice(FAULTS_KEPT);
  }
  // A column in which nothing stands is no loss.
  found.unused = found.unused.filter(({ filled }) => filled > 0);
  return found;
}

const titleOf = ({ heading }: Source, column: string | null) =>
  column === null ? null : (heading.titles[column] ?? column);
