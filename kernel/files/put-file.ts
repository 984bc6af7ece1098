import { createHash } from 'node:crypto';
import { audit } from '../audit/index.ts';
import { type Ctx, inOrg, orgOf } from '../ctx/index.ts';
import { transaction } from '../db/index.ts';
import { newId } from '../lib/ids.ts';
import { ok, type Result, refuse } from '../lib/result.ts';
import { type Content, contentOf, isHeic, isSvg } from './content-type.ts';
import { type StoredFile, toFile } from './file.ts';
import { cleanImage } from './images.ts';
import { fileName } from './name.ts';
import { perceptualHash } from './perceptual-hash.ts';
import type { FilePurpose } from './purposes.ts';
import { storeRefusal } from './refusals.ts';
import type { StoreName } from './stores/store.ts';

export type NewFile = {
  bytes: Uint8Array;
  /** The sender's name for it; only the stem is kept, the extension follows the type. */
  name: string;
  purpose: FilePurpose;
  /** Permission to read it, when it is not that of the purpose. */
  permission?: string;
};

/** A file whose bytes are in the store and whose row is not written yet. */
export type StagedFile = {
  id: string;
  name: string;
  purpose: string;
  contentType: string;
  sizeBytes: number;
  sha256: string;
  /** of the original bytes */
  originalSha256: string;
  perceptualHash: string | null;
  width: number | null;
  height: number | null;
  store: StoreName;
  storageKey: string;
  permission: string;
};

/**
 * Checks the bytes, re-encodes images and puts them into the store. It calls outside services and may take seconds, so
 * call it before the transaction with `keepFile`; the sweep deletes what was not kept after an hour.
 *
 * Refusals: `files.empty`, `files.too_large`, `files.kind_refused`, `files.heic`, `files.svg`, `files.image_too_large`,
 * `files.image_broken`, `files.disk_full`, `files.store_unavailable`.
 */
export async function stageFile(ctx: Ctx, { bytes, name, purpose, permission }: NewFile): Promise<Result<StagedFile>> {
  if (bytes.byteLength === 0) return refuse('files.empty');
  if (bytes.byteLength > purpose.maxBytes) {
    return refuse('files.too_large', { limit: megabytes(purpose.maxBytes) });
  }
  const judged = await judgeKind(bytes, purpose);
  if (!judged.ok) return judged;
  const content = judged.data;
  const image = content.kind === 'image' ? await cleanImage(bytes, content.type, purpose) : null;
  if (image && !image.ok) return image;
  const clean = image ? image.data : { ...content, bytes, width: null, height: null };
  const hash = image ? await perceptualHash(clean.bytes) : null;

  const organization = orgOf(ctx);
  const id = newId(ctx.clock.now().getTime());
  const store = ctx.services.files.current;
  // The year keeps folders and bucket listings at a manageable size.
  const storageKey = `${organization.id}/${ctx.clock.now().getUTCFullYear()}/${id}.${clean.extension}`;
  // On a separate connection, so that it stays when the caller's transaction is rolled back.
  await ctx.system
    .insertInto('file_upload')
    .values({
      organization_id: organization.id,
      storage_key: storageKey,
      store: store.name,
      started_at: ctx.clock.now(),
    })
    .execute();
  try {
    await store.put(storageKey, clean.bytes, clean.type);
  } catch (error) {
    return storeRefusal(ctx, error);
  }
  return ok({
    id,
    name: fileName(name, clean.extension),
    purpose: purpose.name,
    contentType: clean.type,
    sizeBytes: clean.bytes.byteLength,
    sha256: sha256Of(clean.bytes),
    originalSha256: sha256Of(bytes),
    perceptualHash: hash,
    width: clean.width,
    height: clean.height,
    store: store.name,
    storageKey,
    permission: permission ?? purpose.read,
  });
}

/**
 * The type of the bytes if the purpose accepts it; the first 4 KB are enough. Refuses with `files.kind_refused` or
 * `files.heic`, `files.svg`.
 */
export async function judgeKind(bytes: Uint8Array, purpose: FilePurpose): Promise<Result<Content>> {
  const content = await contentOf(bytes);
  if (content && purpose.accept.includes(content.kind)) return ok(content);
  if (purpose.accept.includes('image') && (await isHeic(bytes))) return refuse('files.heic');
  if (purpose.accept.includes('image') && isSvg(bytes)) return refuse('files.svg');
  return refuse('files.kind_refused', { accepted: purpose.accept.map((kind) => kind.toUpperCase()).join(', ') });
}

/**
 * Writes the row of a staged file, in the caller's transaction if there is one. Refuses with `files.upload_expired`
 * when the sweep has deleted the bytes.
 */
export async function keepFile(ctx: Ctx, staged: StagedFile): Promise<Result<StoredFile>> {
  return transaction(ctx, async (tx) => {
    const organization_id = orgOf(tx).id;
    const [claim, row] = await Promise.all([
      tx.db.deleteFrom('file_upload').where(inOrg(tx)).where('storage_key', '=', staged.storageKey).executeTakeFirst(),
      tx.db
        .insertInto('file')
        .values({
          organization_id,
          id: staged.id,
          purpose: staged.purpose,
          name: staged.name,
          content_type: staged.contentType,
          size_bytes: staged.sizeBytes,
          sha256: staged.sha256,
          original_sha256: staged.originalSha256,
          perceptual_hash: staged.perceptualHash,
          width: staged.width,
          height: staged.height,
          store: staged.store,
          storage_key: staged.storageKey,
          permission: staged.permission,
          created_by_kind: tx.actor.kind,
          created_by_id: tx.actor.id,
          created_at: tx.clock.now(),
        })
        .returningAll()
        .executeTakeFirstOrThrow(),
      audit(tx, 'files.added', {
        subject: { type: 'file', id: staged.id },
        after: {
          purpose: staged.purpose,
          name: staged.name,
          contentType: staged.contentType,
          sizeBytes: staged.sizeBytes,
        },
      }),
    ]);
    return claim.numDeletedRows === 1n ? ok(toFile(row)) : refuse('files.upload_expired');
  });
}

/** Stages and keeps in one call, for callers whose transaction may stay open that long. */
export async function putFile(ctx: Ctx, file: NewFile): Promise<Result<StoredFile>> {
  const staged = await stageFile(ctx, file);
  return staged.ok ? keepFile(ctx, staged.data) : staged;
}

const sha256Of = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const megabytes = (bytes: number) => Number((bytes / 1024 / 1024).toFixed(1));

/** Deletes a staged file that will not be kept. If that fails, the sweep does it in an hour. */
export async function discardFile(ctx: Ctx, staged: StagedFile): Promise<void> {
  try {
    await ctx.services.files.named(staged.store).delete(staged.storageKey);
    await ctx.system.deleteFrom('file_upload').where(inOrg(ctx)).where('storage_key', '=', staged.storageKey).execute();
  } catch (error) {
    ctx.log.warn({ err: error }, 'a staged file could not be discarded');
  }
}
