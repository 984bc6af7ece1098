import { fileURLToPath } from 'node:url';
import { type Migration, readMigrations } from '../kernel/db/index.ts';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** All migrations of the server in order: the packages' and the modules'. */
export const appMigrations = (): Migration[] => readMigrations([at('../kernel'), at('../modules')]);
