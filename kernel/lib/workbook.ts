import type { CellValue, Sheet } from 'hucre';

/** The rows of a workbook's fullest sheet, or what it is instead: a kind of file for people, or locked by a password. */
export type Workbook = { rows: string[][] } | { not: string } | { locked: true };

/** Unpacked: 20,000 lines have some 10 MB. */
const MAX_UNPACKED = 150 * 1024 * 1024;
const MAX_ROWS = 100_000;

/** XLSX, XLSB and ODS; the sheet with the most rows. Excel's own protection by password can't be opened. */
export async function readWorkbook(bytes: Uint8Array): Promise<Workbook> {
  if (unpacked(bytes) > MAX_UNPACKED) return { not: 'ZIP' };
  const { read } = await import('hucre');
  try {
    return sheetOf((await read(bytes, { maxRows: MAX_ROWS })).sheets);
  } catch {
    return { not: 'ZIP' };
  }
}

/** XLS of Excel 97 to 2003, and XLSX with a password, which is refused. */
export async function readOldWorkbook(bytes: Uint8Array): Promise<Workbook> {
  const { readXls } = await import('hucre');
  try {
    return sheetOf((await readXls(bytes, { maxRows: MAX_ROWS })).sheets);
  } catch {
    const locked = Buffer.from(bytes).includes(Buffer.from('EncryptedPackage', 'utf16le'));
    return locked ? { locked: true } : { not: 'Word' };
  }
}

/** A web page that calls itself .xls, as many banks send it. */
export async function readHtml(text: string): Promise<Workbook> {
  const { fromHtml } = await import('hucre');
  try {
    return sheetOf([fromHtml(text, { typeInference: false, classes: false })]);
  } catch {
    return { not: 'HTML' };
  }
}

/** SpreadsheetML, Excel's XML of 2003. */
export function readXmlWorkbook(text: string): Workbook {
  const plain = text.replaceAll(/<(\/?)ss:/g, '<$1');
  const rows = [...plain.matchAll(/<Row[\s>][\s\S]*?<\/Row>/g)].map(([row]) =>
    [...row.matchAll(/<Cell([^>]*?)(?:\/>|>([\s\S]*?)<\/Cell>)/g)].reduce<string[]>(
      (cells, [, attributes = '', inner = '']) => {
        const at = Number(/Index="(\d+)"/.exec(attributes)?.[1] ?? cells.length + 1) - 1;
        while (cells.length < Math.min(at, 500)) cells.push('');
        cells.push(plainText(/<Data[^>]*>([\s\S]*?)<\/Data>/.exec(inner)?.[1] ?? ''));
        return cells;
      },
      [],
    ),
  );
  return { rows };
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const plainText = (xml: string) =>
  xml
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/&(?:#(\d+)|(\w+));/g, (all, code, name) =>
      code ? String.fromCodePoint(Number(code)) : (ENTITIES[name] ?? all),
    );

function sheetOf(sheets: Sheet[]): Workbook {
  const filled = (sheet: Sheet) => sheet.rows.filter((row) => row.some((cell) => cell !== null && cell !== '')).length;
  const best = sheets.reduce<Sheet | null>((a, b) => (a && filled(a) >= filled(b) ? a : b), null);
  return { rows: (best?.rows ?? []).map((row) => row.map(asText)) };
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
