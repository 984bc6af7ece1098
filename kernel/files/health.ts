import { access, constants, mkdir } from 'node:fs/promises';
import type { HealthCheck } from '../observability/index.ts';
import { diskIsLow } from './disk-space.ts';
import { diskRoot } from './stores/index.ts';

/**
 * Checks that the disk is writable and has free space. Remote stores are not checked: each check costs a request, and
 * uploads report faults.
 */
export const filesCheck: HealthCheck = async ({ config, services }) => {
  const low = await diskIsLow({ config, services });
  if (services.files.current.name === 'disk') {
    const root = diskRoot(config);
    await mkdir(root, { recursive: true });
    await access(root, constants.W_OK);
  }
  if (low) return { state: 'degraded', detail: 'disk_low' };
  return services.files.current.name === 'disk' ? { state: 'up' } : { state: 'up', detail: 'unchecked' };
};
