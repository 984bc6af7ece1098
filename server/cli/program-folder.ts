import { renameSync, rmSync, symlinkSync } from 'node:fs';
import { join, sep } from 'node:path';

/** The folder of this program: a checkout, or the package among others. */
export const PROGRAM = join(import.meta.dirname, '../..');

/** The folder in which npm installed this program as a package, with its node_modules; null for a clone or the image. */
export function packageFolder(): string | null {
  const at = PROGRAM.lastIndexOf(`${sep}node_modules${sep}`);
  return at < 0 ? null : PROGRAM.slice(0, at);
}

/** From the next start on, the service is this version: one rename, so there is always one. */
export function switchTo(home: string, version: string): void {
  const draft = join(home, '.current');
  rmSync(draft, { force: true });
  symlinkSync(join('versions', version), draft);
  renameSync(draft, join(home, 'current'));
}
