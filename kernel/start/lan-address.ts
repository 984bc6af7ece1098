import { networkInterfaces } from 'node:os';
import type { Config } from '../config/index.ts';

/**
 * The address at which machines of the same network may reach this one, to propose as PUBLIC_URL; null: it is in none. It
 * must listen there (HOST). The machine may have a name as well, which only people know.
 */
export function lanAddress({ PORT, PUBLIC_URL }: Pick<Config, 'PORT' | 'PUBLIC_URL'>): string | null {
  const found = Object.values(networkInterfaces())
    .flatMap((each) => each ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal);
  return found ? `http://${found.address}:${new URL(PUBLIC_URL).port || PORT}` : null;
}
