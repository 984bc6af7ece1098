import { fileURLToPath } from 'node:url';
import { type Migration, readMigrations } from '../kernel/db/index.ts';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Every migration of the house in order: the kernel's rooms' and the modules'. */
export const houseMigrations = (): Migration[] => readMigrations([at('../kernel'), at('../modules')]);
