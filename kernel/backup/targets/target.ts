import type { Readable } from 'node:stream';
import type { Named } from './backup-name.rule.ts';

/** Where backups are kept. One that was written counts only after `finish`. */
export type Target = {
  /** for people: a folder, or s3://bucket/prefix */
  place: string;
  /** those that count, the newest first */
  list(): Promise<StoredBackup[]>;
  /** Throws an Error that says what to do. What an earlier attempt left is replaced. */
  write(name: string, bytes: Readable): Promise<void>;
  /** what was just written by that name */
  readBack(name: string): Promise<Readable>;
  finish(name: string): Promise<void>;
  /** Removes what was just written. */
  discard(name: string): Promise<void>;
  read(name: string): Promise<Readable>;
  remove(name: string): Promise<void>;
};

/** with what its name says of it */
export type StoredBackup = Named & { name: string; bytes: number };

export const newestFirst = (a: StoredBackup, b: StoredBackup) => b.at.getTime() - a.at.getTime();
