import { createHash } from 'node:crypto';
import { DamagedBackup } from './age.ts';
import type { Entry } from './archive.ts';
import { textOf } from './archive.ts';
import { type Contents, FORMAT, type Summary } from './lists.ts';

const TABLE = /^tables\/(.+)\.copy$/;
const FILE = 'files/';

/** What kind of entry it is: a table's rows, or a file's bytes. */
export function kindOf(name: string): { table: string } | { file: string } | null {
  const table = TABLE.exec(name)?.[1];
  if (table) return { table };
  return name.startsWith(FILE) ? { file: name.slice(FILE.length) } : null;
}
export const tableEntry = (name: string) => `tables/${name}.copy`;
export const fileEntry = (key: string) => FILE + key;

/** Counts what passes: rows and a hash of each table, number, bytes and a hash of all files. */
export class Tally {
  readonly tables: Summary['tables'] = {};
  readonly missing: string[] = [];
  #files = { count: 0, bytes: 0 };
  #names = createHash('sha256');

  async *table(name: string, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    const hash = createHash('sha256');
    let rows = 0;
    for await (const piece of bytes) {
      hash.update(piece);
      // COPY writes a row as one line, and a line break within a value as \n.
      for (let at = piece.indexOf(10); at >= 0; at = piece.indexOf(10, at + 1)) rows++;
      yield piece;
    }
    this.tables[name] = { rows, sha256: hash.digest('hex') };
  }

  /** Returns the hash of the file through `done`. */
  async *file(key: string, bytes: AsyncIterable<Uint8Array>, done: (sha256: string) => void = () => {}) {
    const hash = createHash('sha256');
    for await (const piece of bytes) {
      hash.update(piece);
      this.#files.bytes += piece.length;
      yield piece;
    }
    const sha256 = hash.digest('hex');
    this.#files.count++;
    this.#names.update(`${key} ${sha256}\n`);
    done(sha256);
  }

  get files(): Summary['files'] {
    return { ...this.#files, sha256: this.#names.copy().digest('hex'), missing: this.missing };
  }

  /** Throws DamagedBackup when something else came than the summary says. */
  compare(summary: Summary): void {
    const names = new Set([...Object.keys(summary.tables), ...Object.keys(this.tables)]);
    for (const name of names) {
      const [wanted, found] = [summary.tables[name], this.tables[name]];
      if (wanted?.rows !== found?.rows || wanted?.sha256 !== found?.sha256)
        throw new DamagedBackup(`${name} has ${found?.rows ?? 'no'} rows, and should have ${wanted?.rows ?? 'none'}`);
    }
    const { count, bytes, sha256 } = this.files;
    if (summary.files.count !== count || summary.files.bytes !== bytes || summary.files.sha256 !== sha256)
      throw new DamagedBackup(`it has ${count} files, and should have ${summary.files.count}`);
  }
}

/** The list at the beginning. Throws DamagedBackup, or Error when a newer program made it. */
export async function readContents(entries: AsyncGenerator<Entry>): Promise<Contents> {
  const first = await entries.next();
  if (first.done || first.value.name !== 'backup.json') throw new DamagedBackup('it does not begin with its list');
  const contents = JSON.parse(await textOf(first.value)) as Contents;
  if (contents.format !== FORMAT)
    throw new Error(`This backup was made by a newer version of this program (${contents.program}): install that one.`);
  return contents;
}

/** Reads a whole archive and compares it with its own summary. */
export async function checkArchive(entries: AsyncGenerator<Entry>): Promise<{ contents: Contents; summary: Summary }> {
  const contents = await readContents(entries);
  const tally = new Tally();
  for await (const entry of entries) {
    if (entry.name === 'summary.json') {
      const summary = JSON.parse(await textOf(entry)) as Summary;
      tally.compare(summary);
      // The rest has no entries, but a tag of its own: a file that was cut off ends here.
      for await (const { name } of entries) throw new DamagedBackup(`${name} follows the end`);
      return { contents, summary };
    }
    const kind = kindOf(entry.name);
    if (!kind) throw new DamagedBackup(`it has an unknown part, ${entry.name}`);
    const passing = 'table' in kind ? tally.table(kind.table, entry.bytes) : tally.file(kind.file, entry.bytes);
    for await (const _ of passing);
  }
  throw new DamagedBackup('its end is missing');
}
