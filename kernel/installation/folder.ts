import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const fileOf = (dataDir: string) => join(dataDir, 'installation');

/** The id of the installation that DATA_DIR belongs to; null before its first start. */
export function folderId(dataDir: string): string | null {
  try {
    return readFileSync(fileOf(dataDir), 'utf8').trim() || null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

export function writeFolderId(dataDir: string, id: string): void {
  const draft = `${fileOf(dataDir)}.${process.pid}`;
  writeFileSync(draft, `${id}\n`, { mode: 0o600 });
  renameSync(draft, fileOf(dataDir));
}

/** DATA_DIR becomes that of another installation, whose database is restored there. */
export const leaveFolder = (dataDir: string): void => rmSync(fileOf(dataDir), { force: true });
