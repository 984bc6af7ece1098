import { openTable, otherText, type Table, tableInMarkup } from '../../lib/open-table.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { isCamt, isMt940, isOfx, isQif, readCamt, readMt940, readOfx, readQif } from './bank-formats.ts';
import { readDelimited } from './delimited.ts';
import type { Opened } from './opened.ts';

const DELIMITERS = [',', ';', '\t', '|'];

/**
 * Opens a bank's file by what is in it, whatever its name says. What isn't a table is refused by its kind:
 * `statements.not_csv` (`kind`), `statements.file_locked`.
 */
export async function openFile(bytes: Uint8Array): Promise<Result<Opened>> {
  const opened = await openTable(bytes);
  if (!('text' in opened)) return table(opened);
  const { text } = opened;
  if (isMt940(text)) return table({ rows: readMt940(text) });
  if (isOfx(text)) return table({ rows: readOfx(text) });
  if (isQif(text)) return table({ rows: readQif(text) });
  if (/^\s*</.test(text)) return readMarkup(text);
  const other = otherText(text);
  if (other) return refuse('statements.not_csv', { kind: other });
  const named = /^sep=(.)\r?\n/i.exec(text)?.[1];
  const read = (delimiter: string, limit?: number) => readDelimited(text, delimiter, limit);
  return ok({ kind: 'text', delimiters: named ? [named] : DELIMITERS, read });
}

async function readMarkup(text: string): Promise<Result<Opened>> {
  const found = await tableInMarkup(text);
  if (found) return table(found);
  try {
    if (isCamt(text)) return table({ rows: await readCamt(text) });
  } catch {
    // Broken XML is no statement.
  }
  return refuse('statements.not_csv', { kind: otherText(text) ?? 'XML' });
}

function table(opened: Exclude<Table, { text: string }>): Result<Opened> {
  if ('locked' in opened) return refuse('statements.file_locked');
  return 'rows' in opened
    ? ok({ kind: 'table', rows: opened.rows })
    : refuse('statements.not_csv', { kind: opened.not });
}
