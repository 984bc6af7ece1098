import { decodeText } from './decode-text.ts';
import { readHtml, readOldWorkbook, readWorkbook, readXmlWorkbook, type Workbook } from './workbook.ts';

/** A file of a table: the rows of a workbook, text that still has to be read, or what it is instead. */
export type Table = Workbook | { text: string };

/** Opens a file by what is in it, whatever its name says: workbooks, and text in any encoding. */
export async function openTable(bytes: Uint8Array): Promise<Table> {
  const head = Buffer.from(bytes.subarray(0, 8)).toString('latin1');
  if (head.startsWith('PK')) return readWorkbook(bytes);
  if (head.startsWith('\xd0\xcf\x11\xe0')) return readOldWorkbook(bytes);
  const other = OTHER.find(([start]) => head.startsWith(start))?.[1];
  if (other) return { not: other };
  const wide = withoutMark(bytes);
  if (!wide && !/^(?:\xff\xfe|\xfe\xff)/.test(head) && bytes.includes(0)) return { not: 'binary' };
  return { text: (wide ?? decodeText(bytes).text).replace(/^\ufeff/, '') };
}

/** The table in a web page or in Excel's XML of 2003; null: there is none. */
export async function tableInMarkup(text: string): Promise<Workbook | null> {
  if (/<\s*table[\s>]/i.test(text)) return readHtml(text);
  return /<(?:\w+:)?Workbook[\s>]/.test(text.slice(0, 4000)) ? readXmlWorkbook(text) : null;
}

/** What text is that is no table: markup or JSON; null: a delimited file, perhaps. */
export function otherText(text: string): string | null {
  if (/^\s*</.test(text)) return /<html/i.test(text.slice(0, 2000)) ? 'HTML' : 'XML';
  return /^\s*(?:\{\s*["}]|\[\s*[{[])/.test(text) ? 'JSON' : null;
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
