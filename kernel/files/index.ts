import { definePackage } from '../module/index.ts';
import { filesCheck } from './health.ts';
import { observeDisk } from './observe.ts';
import { personalData } from './personal-data.ts';
import { type FilePurpose, purposesByName } from './purposes.ts';
import { fileErrors } from './refusals.ts';
import { fileRoutes } from './routes.ts';
import { type FileStores, openStores } from './stores/index.ts';
import { sweepFilesJob } from './sweep-files.job.ts';

export { diskIsLow } from './disk-space.ts';
export type { StoredFile } from './file.ts';
export { definePurpose } from './purposes.ts';
export { discardFile, judgeKind, keepFile, putFile, type StagedFile, stageFile } from './put-file.ts';
export { deleteFile, openFile, readFile } from './read-file.ts';
export { receiveFile } from './receive-file.ts';
export { diskRoot, type FileStores, openStores, storesOf } from './stores/index.ts';
export { openS3, rethrow, type S3Options } from './stores/s3.ts';
export { type FileStore, StoreError, type StoreName } from './stores/store.ts';
export { countExpiredFiles, purgeFiles, sweepFiles } from './sweep.ts';

declare module '../ctx/index.ts' {
  interface Services {
    files: FileStores & { purposes: ReadonlyMap<string, FilePurpose> };
  }
}

declare module '../module/index.ts' {
  interface Manifest {
    /** Purposes that may be sent to `POST /files`. */
    files?: FilePurpose[];
  }
}

export const filesPackage = definePackage({
  name: 'files',
  personalData,
  errors: fileErrors,
  routes: fileRoutes,
  jobs: [sweepFilesJob],
  health: { files: filesCheck },
  metrics: observeDisk,
  async start({ config, manifests, services }) {
    const purposes = purposesByName(manifests.flatMap((manifest) => manifest.files ?? []));
    services.files = { ...openStores(config), purposes };
    return undefined;
  },
});
