import type { Readable } from 'node:stream';
import { openS3, rethrow, type S3Options } from '../../files/index.ts';
import { areOfOne, readName } from './backup-name.rule.ts';
import { newestFirst, type StoredBackup, type Target } from './target.ts';

/** S3 takes at most 10,000 parts, so a backup may have 160 GB. */
const PART = 16 * 1024 * 1024;
/** No backup takes longer; what is older was left by a program that was killed. */
const UPLOAD_ENDS_MS = 24 * 3_600_000;
/** S3 knows no renaming: a backup counts when an object with this ending lies beside it. */
const VERIFIED = '.verified';

/** A bucket at an S3-compatible service. */
export function s3Target(options: S3Options): Target {
  const prefix = options.prefix ? `${options.prefix.replace(/^\/+|\/+$/g, '')}/` : '';
  let opened: ReturnType<typeof openS3> | undefined;
  const sdk = () => (opened ??= openS3(options));
  const where = (name: string) => ({ Bucket: options.bucket, Key: prefix + name });

  async function objects(): Promise<Map<string, number>> {
    const { client, s3 } = await sdk();
    const found = new Map<string, number>();
    let from: string | undefined;
    do {
      const page = await client
        .send(new s3.ListObjectsV2Command({ Bucket: options.bucket, Prefix: prefix, ContinuationToken: from }))
        .catch(rethrow(prefix));
      for (const { Key, Size } of page.Contents ?? []) if (Key) found.set(Key.slice(prefix.length), Size ?? 0);
      from = page.NextContinuationToken;
    } while (from);
    return found;
  }
  const drop = async (name: string) => {
    const { client, s3 } = await sdk();
    await client.send(new s3.DeleteObjectCommand(where(name))).catch(rethrow(name));
  };
  /** Parts of an upload that never ended cost money, and no list of objects shows them. */
  async function abortUploads(name: string): Promise<void> {
    const { client, s3 } = await sdk();
    const page = await client
      .send(new s3.ListMultipartUploadsCommand({ Bucket: options.bucket, Prefix: prefix }))
      // Some compatible services can't list them; those delete them by themselves.
      .catch(() => null);
    for (const { Key, UploadId, Initiated } of page?.Uploads ?? []) {
      if (!Key || !areOfOne(Key.slice(prefix.length), name)) continue;
      if (Initiated && Date.now() - Initiated.getTime() < UPLOAD_ENDS_MS) continue;
      await client
        .send(new s3.AbortMultipartUploadCommand({ Bucket: options.bucket, Key, UploadId }))
        .catch(rethrow(Key));
    }
  }
  const read = async (name: string) => {
    const { client, s3 } = await sdk();
    const reply = await client.send(new s3.GetObjectCommand(where(name))).catch(rethrow(name));
    return reply.Body as Readable;
  };

  return {
    place: `s3://${options.bucket}/${prefix}`,

    async list() {
      const all = await objects();
      const found: StoredBackup[] = [];
      for (const [name, bytes] of all) {
        const named = readName(name);
        if (named && all.has(name + VERIFIED)) found.push({ ...named, name, bytes });
      }
      return found.sort(newestFirst);
    },

    async write(name, bytes) {
      const { client } = await sdk();
      const { Upload } = await import('@aws-sdk/lib-storage');
      const upload = new Upload({ client, params: { ...where(name), Body: bytes }, partSize: PART, queueSize: 1 });
      await upload.done().catch((error) => {
        // The source's own fault, such as a lost database, is no answer of S3.
        if (bytes.errored) throw bytes.errored;
        rethrow(name)(error);
      });
    },

    readBack: read,

    async finish(name) {
      const { client, s3 } = await sdk();
      await client.send(new s3.PutObjectCommand({ ...where(name + VERIFIED), Body: 'verified' })).catch(rethrow(name));
      // What was never verified is left of a program that was killed; that of another installation may be under way.
      const all = await objects();
      for (const other of all.keys()) if (areOfOne(other, name) && !all.has(other + VERIFIED)) await drop(other);
      await abortUploads(name);
    },

    discard: drop,
    read,

    async remove(name) {
      await drop(name + VERIFIED);
      await drop(name);
    },
  };
}
