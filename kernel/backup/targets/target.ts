import type { Readable } from 'node:stream';

/** Where backups are kept. One that was written counts only after `finish`. */
export type Target = {
  /** for people: a folder, or s3://bucket/prefix */
  place: string;
  /** those that count, the newest first */
  list(): Promise<StoredBackup[]>;
  /** Throws an Error that says what to do. What an earlier attempt left is replaced. */
  write(name: string, bytes: Readable): Promise<void>;
  /** what was just written */
  readBack(name: string): Promise<Readable>;
  finish(name: string): Promise<void>;
  /** Removes what was just written. */
  discard(name: string): Promise<void>;
  read(name: string): Promise<Readable>;
  remove(name: string): Promise<void>;
};

export type StoredBackup = { name: string; at: Date; bytes: number };

const NAME = /^counterfoil-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z\.tar\.zst\.age$/;

/** e.g. counterfoil-20261123T021005Z.tar.zst.age: sorted by time, and it says how to open it. */
export const backupName = (at: Date): string =>
  `counterfoil-${at.toISOString().replace(/[-:]|\.\d+/g, '')}.tar.zst.age`;

export function timeOf(name: string): Date | null {
  const parts = NAME.exec(name)?.slice(1).map(Number) as [number, number, number, number, number, number] | undefined;
  return parts
    ? new Date(Date.UTC(parts[0], parts[1] - 1, ...(parts.slice(2) as [number, number, number, number])))
    : null;
}

export const newestFirst = (a: StoredBackup, b: StoredBackup) => b.at.getTime() - a.at.getTime();
