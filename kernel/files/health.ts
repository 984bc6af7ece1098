import { access, constants, mkdir, statfs } from 'node:fs/promises';
import type { HealthCheck } from '../observability/index.ts';
import { diskRoot } from './stores/index.ts';

/** Room for some hundred photographs: time to act before the first upload is refused. */
const LOW_BYTES = 500 * 1024 * 1024;

/** The disk takes files and has room. Remote stores are not asked: each question costs a request, and uploads tell. */
export const filesCheck: HealthCheck = async ({ config, house }) => {
  if (house.files.current.name !== 'disk') return { state: 'up', detail: 'unchecked' };
  const root = diskRoot(config);
  await mkdir(root, { recursive: true });
  await access(root, constants.W_OK);
  const { bavail, bsize } = await statfs(root);
  return bavail * bsize < LOW_BYTES ? { state: 'degraded', detail: 'disk_low' } : { state: 'up' };
};
