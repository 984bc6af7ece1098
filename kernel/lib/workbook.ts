import type { CellValue, Sheet } from 'hucre';

/** Unpacked: 20,000 lines have some 10 MB. */
const MAX_UNPACKED = 150 * 1024 * 1024;
const MAX_ROWS = 100_000;

/** The cells of a workbook as text, of the sheet with the most rows: XLSX, XLSB and ODS; null: it can't be opened. */
export async function readWorkbook(bytes: Uint8Array): Promise<string[][] | null> {
  if (unpacked(bytes) > MAX_UNPACKED) return null;
  const { read } = await import('hucre');
  try {
    return fullestSheet((await read(bytes, { maxRows: MAX_ROWS })).sheets);
  } catch {
    return null;
  }
}

/** The same of XLS, Excel 97 to 2003. */
export async function readOldWorkbook(bytes: Uint8Array): Promise<string[][] | null> {
  const { readXls } = await import('hucre');
  try {
    return fullestSheet((await readXls(bytes, { maxRows: MAX_ROWS })).sheets);
  } catch {
    return null;
  }
}

/** The rows of the sheet that has the most. */
export function fullestSheet(sheets: Sheet[]): string[][] {
  const filled = (sheet: Sheet) => sheet.rows.filter((row) => row.some((cell) => cell !== null && cell !== '')).length;
  const best = sheets.reduce<Sheet | null>((a, b) => (a && filled(a) >= filled(b) ? a : b), null);
  return (best?.rows ?? []).map((row) => row.map(asText));
}

/** A number without the error of its binary form; a day as ISO writes it. */
function asText(cell: CellValue): string {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date)
    return cell
      .toISOString()
      .replace(/T00:00:00\.000Z$/, '')
      .replace('T', ' ')
      .replace(/\.\d+Z$/, '');
  if (typeof cell === 'number') return Number.isSafeInteger(cell) ? String(cell) : String(Number(cell.toFixed(6)));
  return String(cell).trim();
}

/** What the zip says it unpacks to, by its central directory. */
function unpacked(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let total = 0;
  for (let at = 0; at + 46 <= bytes.length; at += 1) {
    if (bytes[at] !== 0x50 || view.getUint32(at, true) !== 0x02014b50) continue;
    const size = view.getUint32(at + 24, true);
    // A reader trusts this number; none beside packed bytes would be no limit at all.
    if (size === 0 && view.getUint32(at + 20, true) > 0) return Number.POSITIVE_INFINITY;
    total += size;
  }
  return total;
}
