import { access, constants, mkdir } from 'node:fs/promises';
import type { HealthCheck } from '../observability/index.ts';
import { diskIsLow } from './disk-space.ts';
import { diskRoot } from './stores/index.ts';

/** The disk takes files and has room. Remote stores are not asked: each question costs a request, and uploads tell. */
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
