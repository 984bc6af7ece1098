import { decodeText } from '../../lib/decode-text.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { isCamt, isMt940, isOfx, isQif, readCamt, readMt940, readOfx, readQif } from './bank-formats.ts';
import { readDelimited } from './delimited.ts';
import type { Opened } from './opened.ts';
import { readHtml, readOldWorkbook, readWorkbook, readXmlWorkbook } from './workbook.ts';

const DELIMITERS = [',', ';', '\t', '|'];

/**
 * Opens a bank's file by what is in it, whatever its name says. What isn't a table is refused by its kind:
 * `statements.not_csv` (`kind`).
 */
export async function openFile(bytes: Uint8Array): Promise<Result<Opened>> {
  const head = Buffer.from(bytes.subarray(0, 8)).toString('latin1');
  if (head.startsWith('PK')) return readWorkbook(bytes);
  if (head.startsWith('\xd0\xcf\x11\xe0')) return readOldWorkbook(bytes);
  const other = OTHER.find(([start]) => head.startsWith(start))?.[1];
  if (other) return refuse('statements.not_csv', { kind: other });
  const wide = withoutMark(bytes);
  if (!wide && !/^(?:\xff\xfe|\xfe\xff)/.test(head) && bytes.includes(0))
    return refuse('statements.not_csv', { kind: 'binary' });
  const text = (wide ?? decodeText(bytes).text).replace(/^\ufeff/, '');
  if (isMt940(text)) return table(readMt940(text));
  if (isOfx(text)) return table(readOfx(text));
  if (isQif(text)) return table(readQif(text));
  if (/^\s*</.test(text)) return readMarkup(text);
  if (/^\s*(?:\{\s*["}]|\[\s*[{[])/.test(text)) return refuse('statements.not_csv', { kind: 'JSON' });
  const named = /^sep=(.)\r?\n/i.exec(text)?.[1];
  const read = (delimiter: string, limit?: number) => readDelimited(text, delimiter, limit);
  return ok({ kind: 'text', delimiters: named ? [named] : DELIMITERS, read });
}

const OTHER: [string, string][] = [
  ['%PDF', 'PDF'],
  ['{\\rtf', 'RTF'],
  ['\x89PNG', 'PNG'],
  ['\xff\xd8\xff', 'JPEG'],
  ['GIF8', 'GIF'],
  ['RIFF', 'WebP'],
  ['II*\0', 'TIFF'],
  ['MM\0*', 'TIFF'],
  ['Rar!', 'RAR'],
  ['7z\xbc\xaf', '7-Zip'],
  ['\x1f\x8b', 'gzip'],
  ['SQLite', 'SQLite'],
];

/** UTF-16 without its mark: every other byte of the first ones is zero. */
function withoutMark(bytes: Uint8Array): string | null {
  const some = bytes.subarray(0, 200);
  const zeros = [0, 1].map((odd) => some.filter((byte, at) => at % 2 === odd && byte === 0).length);
  const half = some.length / 2;
  if ((zeros[1] ?? 0) > half * 0.7 && zeros[0] === 0) return new TextDecoder('utf-16le').decode(bytes);
  if ((zeros[0] ?? 0) > half * 0.7 && zeros[1] === 0) return new TextDecoder('utf-16be').decode(bytes);
  return null;
}

async function readMarkup(text: string): Promise<Result<Opened>> {
  if (/<\s*table[\s>]/i.test(text)) return readHtml(text);
  if (/<(?:\w+:)?Workbook[\s>]/.test(text.slice(0, 4000))) return readXmlWorkbook(text);
  try {
    if (isCamt(text)) return table(await readCamt(text));
  } catch {
    // Broken XML is no statement.
  }
  return refuse('statements.not_csv', { kind: /<html/i.test(text.slice(0, 2000)) ? 'HTML' : 'XML' });
}

function table(rows: string[][]): Result<Opened> {
  return ok({ kind: 'table', rows });
}
