import { join } from 'node:path';
import type { Config } from '../../config/index.ts';
import { folderTarget } from './folder.ts';
import { s3Target } from './s3.ts';
import type { Target } from './target.ts';

type TargetConfig = Pick<
  Config,
  'BACKUP_TO' | 'DATA_DIR' | 'S3_REGION' | 'S3_ENDPOINT' | 'S3_ACCESS_KEY_ID' | 'S3_SECRET_ACCESS_KEY'
>;

/** Where BACKUP_TO points: a folder, or a bucket with the credentials of the files. Opens no connection. */
export function openTarget(config: TargetConfig): Target {
  const to = config.BACKUP_TO;
  if (!to) return folderTarget(join(config.DATA_DIR, 'backups'));
  if (!to.startsWith('s3://')) return folderTarget(to);
  const [bucket = '', ...prefix] = to.slice('s3://'.length).split('/');
  return s3Target({
    bucket,
    prefix: prefix.join('/'),
    region: config.S3_REGION,
    endpoint: config.S3_ENDPOINT,
    accessKeyId: config.S3_ACCESS_KEY_ID ?? '',
    secretAccessKey: config.S3_SECRET_ACCESS_KEY ?? '',
  });
}
