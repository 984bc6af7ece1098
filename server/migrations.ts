import { fileURLToPath } from 'node:url';
import { type Migration, readMigrations } from '../kernel/db/index.ts';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Every migration of the server in order: the kernel's packages' and the modules'. */
export const appMigrations = (): Migration[] => readMigrations([at('../kernel'), at('../modules')]);
