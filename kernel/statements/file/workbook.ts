import { ok, type Result, refuse } from '../../lib/result.ts';
import { fullestSheet, readOldWorkbook as readXls, readWorkbook as readZip } from '../../lib/workbook.ts';
import type { Opened } from './opened.ts';

/** XLSX, XLSB and ODS; the sheet with the most rows. Excel's own protection by password can't be opened. */
export async function readWorkbook(bytes: Uint8Array): Promise<Result<Opened>> {
  const rows = await readZip(bytes);
  return rows ? ok({ kind: 'table', rows }) : refuse('statements.not_csv', { kind: 'ZIP' });
}

/** XLS of Excel 97 to 2003, and XLSX with a password, which is refused. */
export async function readOldWorkbook(bytes: Uint8Array): Promise<Result<Opened>> {
  const rows = await readXls(bytes);
  if (rows) return ok({ kind: 'table', rows });
  const locked = Buffer.from(bytes).includes(Buffer.from('EncryptedPackage', 'utf16le'));
  return refuse(locked ? 'statements.file_locked' : 'statements.not_csv', { kind: 'Word' });
}

/** A web page that calls itself .xls, as many banks send it. */
export async function readHtml(text: string): Promise<Result<Opened>> {
  const { fromHtml } = await import('hucre');
  try {
    return ok({ kind: 'table', rows: fullestSheet([fromHtml(text, { typeInference: false, classes: false })]) });
  } catch {
    return refuse('statements.not_csv', { kind: 'HTML' });
  }
}

/** SpreadsheetML, Excel's XML of 2003. */
export function readXmlWorkbook(text: string): Result<Opened> {
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
  return ok({ kind: 'table', rows });
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const plainText = (xml: string) =>
  xml
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/&(?:#(\d+)|(\w+));/g, (all, code, name) =>
      code ? String.fromCodePoint(Number(code)) : (ENTITIES[name] ?? all),
    );
