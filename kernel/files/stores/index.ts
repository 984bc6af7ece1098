import path from 'node:path';
import type { Config } from '../../config/index.ts';
import { cloudinaryStore } from './cloudinary.ts';
import { diskStore } from './disk.ts';
import { s3Store } from './s3.ts';
import { type FileStore, StoreError, type StoreName } from './store.ts';

/** The stores of a server: new files go to `current`; old ones are read from their own store. */
export type FileStores = {
  current: FileStore;
  /** Throws StoreError('refused') when that store is no longer configured. */
  named(name: StoreName): FileStore;
};

type StoreConfig = Pick<
  Config,
  | 'DATA_DIR'
  | 'S3_BUCKET'
  | 'S3_REGION'
  | 'S3_ENDPOINT'
  | 'S3_ACCESS_KEY_ID'
  | 'S3_SECRET_ACCESS_KEY'
  | 'CLOUDINARY_URL'
  | 'CLOUDINARY_API_ROOT'
>;

/** S3 when `S3_BUCKET` is set, Cloudinary when `CLOUDINARY_URL` is, else the local disk. Opens no connection. */
export function openStores(config: StoreConfig): FileStores {
  const stores: FileStore[] = [];
  if (config.S3_BUCKET) {
    stores.push(
      s3Store({
        bucket: config.S3_BUCKET,
        region: config.S3_REGION,
        endpoint: config.S3_ENDPOINT,
        accessKeyId: config.S3_ACCESS_KEY_ID ?? '',
        secretAccessKey: config.S3_SECRET_ACCESS_KEY ?? '',
      }),
    );
  }
  if (config.CLOUDINARY_URL) {
    stores.push(cloudinaryStore({ url: config.CLOUDINARY_URL, apiRoot: config.CLOUDINARY_API_ROOT }));
  }
  stores.push(diskStore({ root: diskRoot(config) }));
  return storesOf(stores);
}

/** The first store is the current one. */
export function storesOf(stores: FileStore[]): FileStores {
  const byName = new Map(stores.map((store) => [store.name, store]));
  const [current] = stores;
  if (!current) throw new Error('There must be one file store at least');
  return {
    current,
    named(name) {
      const store = byName.get(name);
      if (!store) throw new StoreError('refused', `Files of the store "${name}" can't be read: it is not configured`);
      return store;
    },
  };
}

export function diskRoot(config: { DATA_DIR: string }): string {
  return path.join(config.DATA_DIR, 'files');
}
