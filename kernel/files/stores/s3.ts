import type { Readable } from 'node:stream';
import type { S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { PRODUCT, VERSION } from '../../outbound/index.ts';
import { checkKey, type FileStore, gather, StoreError } from './store.ts';

export type S3Options = {
  bucket: string;
  region: string;
  /** Base URL of a compatible service (MinIO, R2, Garage, …); absent: Amazon's own. */
  endpoint?: string | undefined;
  accessKeyId: string;
  secretAccessKey: string;
  /** Prefix of every key, to share a bucket. */
  prefix?: string | undefined;
};

/**
 * Five attempts: with the SDK's doubling pauses this outlasts a SlowDown of some seconds and still fits in a request.
 */
const ATTEMPTS = 5;

/** A store in an S3-compatible bucket. The bucket stays private: reads go through our own permission check. */
export function s3Store(options: S3Options): FileStore {
  const prefix = options.prefix ? `${options.prefix.replace(/^\/+|\/+$/g, '')}/` : '';
  const where = (key: string) => {
    checkKey(key);
    return { Bucket: options.bucket, Key: prefix + key };
  };
  let opened: ReturnType<typeof openS3> | undefined;
  const sdk = () => {
    opened ??= openS3(options);
    return opened;
  };

  return {
    name: 's3',

    async put(key, bytes, type) {
      const target = where(key);
      const body = await gather(bytes);
      const { client, s3 } = await sdk();
      await client.send(new s3.PutObjectCommand({ ...target, Body: body, ContentType: type })).catch(rethrow(key));
    },

    async get(key, range) {
      const target = where(key);
      const { client, s3 } = await sdk();
      const part = range === undefined ? {} : { Range: `bytes=${range.start}-${range.end}` };
      const reply = await client.send(new s3.GetObjectCommand({ ...target, ...part })).catch(rethrow(key));
      // In Node the SDK returns the socket's own stream; the wider type is for browsers.
      return reply.Body as Readable;
    },

    async delete(key) {
      const target = where(key);
      const { client, s3 } = await sdk();
      await client.send(new s3.DeleteObjectCommand(target)).catch(rethrow(key));
    },
  };
}

/**
 * Loaded at first use: the SDK takes 40 MB and a quarter of a second, which a server with files on disk does not need.
 */
export async function openS3(options: S3Options) {
  const s3 = await import('@aws-sdk/client-s3');
  const client: S3Client = new s3.S3Client({
    region: options.region,
    customUserAgent: [[PRODUCT, VERSION]],
    ...(options.endpoint ? { endpoint: options.endpoint, forcePathStyle: true } : {}),
    credentials: { accessKeyId: options.accessKeyId, secretAccessKey: options.secretAccessKey },
    maxAttempts: ATTEMPTS,
    // The SDK's newer default adds CRC32 trailers that several compatible services refuse.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { connectionTimeout: 5_000, requestTimeout: 30_000 },
  });
  return { client, s3 };
}

export const rethrow =
  (key: string) =>
  (error: unknown): never => {
    const { name = 'unknown', $metadata } = error as Partial<S3ServiceException>;
    const status = $metadata?.httpStatusCode;
    if (name === 'NoSuchKey' || name === 'NotFound') throw new StoreError('missing', `No such object: ${key}`, error);
    if (name === 'QuotaExceeded' || name === 'XMinioStorageFull' || status === 507) {
      throw new StoreError('full', `The bucket is full: ${key}`, error);
    }
    const refused = status !== undefined && status >= 400 && status < 500 && status !== 408 && status !== 429;
    throw new StoreError(refused ? 'refused' : 'unavailable', `S3 answered ${name} (${status ?? 'no reply'})`, error);
  };
