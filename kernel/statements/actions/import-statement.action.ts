import { sql } from 'kysely';
import { audit } from '../../audit/index.ts';
import { type Ctx, inOrg, orgOf } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { t } from '../../i18n/index.ts';
import { newId } from '../../lib/ids.ts';
import { formatAmount } from '../../lib/money.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { publish } from '../../realtime/index.ts';
import type { Statement, StatementPreview } from '../contract.ts';
import type { Mapping } from '../domain/mapping.ts';
import type { StatementLine } from '../file/read-statement.ts';
import { understand } from '../queries/formats.ts';
import { getStatement } from '../queries/statements.ts';
import { confirmByItself } from './confirm-by-itself.action.ts';
import { propose } from './propose.action.ts';
import { rememberFormat } from './remember-format.action.ts';

export type StatementUpload = {
  bytes: Uint8Array;
  fileName: string;
  /** null: as stored for these headings, or guessed by their names */
  mapping: Mapping | null;
  /** the line with the headings, when a person chose it and no mapping yet */
  headingRow: number | null;
  /** the name of this bank's format, when it is new or renamed */
  formatName: string | null;
  /** store the readable lines although others can't be read */
  skipBad: boolean;
};

const SAMPLE = 20;

/**
 * What an import of the file would do, with each fault; nothing is written. Refusals: those of `understand`.
 */
export async function previewStatement(
  ctx: Ctx,
  upload: Pick<StatementUpload, 'bytes' | 'mapping' | 'headingRow'>,
): Promise<Result<StatementPreview>> {
  const understood = await understand(ctx, upload);
  if (!understood.ok) return understood;
  const { headings, first, format, mapping, source, lines, outgoing, faults, faultCount } = understood.data;
  const known = format ? await knownLines(ctx, format.id, lines) : new Set<string>();
  return ok({
    headings,
    heading_row: understood.data.headingRow,
    top: understood.data.top,
    rows: first,
    format,
    mapping,
    mapping_source: source,
    lines: lines.length,
    known: known.size,
    outgoing,
    sample: lines.slice(0, SAMPLE).map((line) => ({
      row: line.row,
      day: line.day,
      amount: formatAmount(line.amountMinor, line.currency),
      amount_minor: line.amountMinor,
      currency: line.currency,
      text: line.text,
      payer: line.payer,
      transaction_reference: line.transactionReference,
      known: known.has(keyOf(line)),
    })),
    faults: faults.map((fault) => ({ ...fault, message: t(ctx, `errors.${fault.code}`) })),
    fault_count: faultCount,
    questions: understood.data.questions,
    warnings: understood.data.warnings.map(({ code, detail, date_order }) => ({
      code,
      message: t(ctx, `console.statements.${code}`, detail),
      date_order: date_order ?? null,
    })),
  });
}

const keyOf = (line: StatementLine) => `${line.hash} ${line.occurrence}`;

async function knownLines(ctx: Ctx, formatId: string, lines: StatementLine[]): Promise<Set<string>> {
  const { rows } = await sql<{ hash: string; occurrence: number }>`
    select l.hash, l.occurrence from statement_line l
    join unnest(${lines.map((l) => l.hash)}::text[], ${lines.map((l) => l.occurrence)}::int[]) as n (hash, occurrence)
      on n.hash = l.hash and n.occurrence = l.occurrence
    where l.organization_id = ${orgOf(ctx).id} and l.format_id = ${formatId}`.execute(ctx.db);
  return new Set(rows.map((row) => `${row.hash} ${row.occurrence}`));
}

/**
 * Stores the lines of a statement, each once however statements overlap, stores the mapping for these headings, and
 * proposes a payment for each line that has one. Certain matches may be confirmed at once: confirmByItself.
 *
 * Refusals: those of previewStatement, `statements.mapping_needed`, `statements.has_faults`, `statements.no_lines`,
 * `statements.several_currencies`.
 */
export async function importStatement(ctx: Ctx, upload: StatementUpload): Promise<Result<Statement>> {
  const understood = await understand(ctx, upload);
  if (!understood.ok) return understood;
  const { mapping, lines, outgoing, faultCount } = understood.data;
  if (!mapping) return refuse('statements.mapping_needed');
  if (faultCount > 0 && !upload.skipBad) return refuse('statements.has_faults', { count: faultCount });
  const [currency, ...more] = new Set(lines.map((line) => line.currency));
  if (currency === undefined) return refuse('statements.no_lines');
  if (more.length > 0) return refuse('statements.several_currencies', { currencies: [currency, ...more].join(', ') });

  const stored = await transaction(ctx, async (tx) => {
    const format_id = await rememberFormat(tx, {
      fingerprint: understood.data.fingerprint,
      mapping,
      name: upload.formatName?.trim() || null,
      fallbackName: upload.fileName.replace(/\.\w+$/, '').trim() || 'CSV',
    });
    const id = newId(tx.clock.now().getTime());
    const days = lines.map((line) => line.day).sort();
    const statement = {
      organization_id: orgOf(tx).id,
      id,
      file_name: upload.fileName.slice(0, 255),
      format_id,
      currency,
      from_on: days[0] as string,
      to_on: days.at(-1) as string,
      lines: lines.length,
      known: 0,
      outgoing,
      other_keys: understood.data.otherKeys,
      created_by_name: tx.actor.name,
      created_at: tx.clock.now(),
    };
    await tx.db.insertInto('statement').values(statement).execute();
    const fresh = await insertLines(tx, { statementId: id, formatId: format_id }, lines);
    await Promise.all([
      tx.db
        .updateTable('statement')
        .set({ known: lines.length - fresh })
        .where(inOrg(tx))
        .where('id', '=', id)
        .execute(),
      audit(tx, 'statements.imported', {
        subject: { type: 'statement', id },
        after: {
          file: statement.file_name,
          lines: lines.length,
          known: lines.length - fresh,
          outgoing,
          skipped: faultCount,
        },
      }),
    ]);
    await propose(tx, currency);
    publish(tx, 'statement', id);
    return ok(id);
  });
  if (!stored.ok) return stored;
  await confirmByItself(ctx, stored.data);
  return getStatement(ctx, stored.data);
}

const BATCH = 1000;

/** Returns the number of new lines. */
async function insertLines(
  tx: Ctx,
  of: { statementId: string; formatId: string },
  lines: StatementLine[],
): Promise<number> {
  const now = tx.clock.now();
  let fresh = 0;
  for (let from = 0; from < lines.length; from += BATCH) {
    const some = lines.slice(from, from + BATCH);
    const inserted = await tx.db
      .insertInto('statement_line')
      .values(
        some.map((line) => ({
          organization_id: orgOf(tx).id,
          id: newId(now.getTime()),
          statement_id: of.statementId,
          format_id: of.formatId,
          row: line.row,
          day: line.day,
          at: line.at === null ? null : new Date(line.at),
          amount_minor: line.amountMinor,
          currency: line.currency,
          text: line.text,
          payer: line.payer,
          transaction_reference: line.transactionReference,
          hash: line.hash,
          occurrence: line.occurrence,
          created_at: now,
        })),
      )
      .onConflict((on) => on.columns(['organization_id', 'format_id', 'hash', 'occurrence']).doNothing())
      .executeTakeFirstOrThrow();
    fresh += Number(inserted.numInsertedOrUpdatedRows ?? 0);
  }
  return fresh;
}
