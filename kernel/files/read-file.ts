import type { Readable } from 'node:stream';
import { audit } from '../audit/index.ts';
import { type Ctx, inOrg } from '../ctx/index.ts';
import { transaction } from '../db/index.ts';
import { isUuid } from '../lib/ids.ts';
import { ok, type Result, refuse } from '../lib/result.ts';
import { type StoredFile, toFile } from './file.ts';
import { storeRefusal } from './refusals.ts';
import { type ByteRange, gather, type StoreName } from './stores/store.ts';

export type OpenedFile = {
  file: StoredFile;
  /** The bytes, or a part of them; refuses with `files.not_found` or `files.store_unavailable`. */
  stream(range?: ByteRange): Promise<Result<Readable>>;
};

/**
 * A file of the organization, for the server's own code: checks no permission. Refuses with `files.not_found`, also for
 * a deleted file.
 */
export async function openFile(ctx: Ctx, id: string): Promise<Result<OpenedFile>> {
  if (!isUuid(id)) return refuse('files.not_found');
  const row = await ctx.db
    .selectFrom('file')
    .selectAll()
    .where(inOrg(ctx))
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  if (!row) return refuse('files.not_found');
  return ok({
    file: toFile(row),
    async stream(range) {
      try {
        return ok(await ctx.services.files.named(row.store as StoreName).get(row.storage_key, range));
      } catch (error) {
        return storeRefusal(ctx, error);
      }
    },
  });
}

/** All the bytes of a file, e.g. for an attachment. */
export async function readFile(ctx: Ctx, id: string): Promise<Result<{ file: StoredFile; bytes: Uint8Array }>> {
  const opened = await openFile(ctx, id);
  if (!opened.ok) return opened;
  const stream = await opened.data.stream();
  return stream.ok ? ok({ file: opened.data.file, bytes: await gather(stream.data) }) : stream;
}

/** Like openFile, for a person: a file without permission is not found. */
export async function openFileFor(ctx: Ctx, id: string): Promise<Result<OpenedFile>> {
  const opened = await openFile(ctx, id);
  if (!opened.ok) return opened;
  const { permission } = opened.data.file;
  const allowed = ctx.services.authenticator.can(ctx, permission);
  return allowed ? opened : refuse('files.not_found');
}

/** Deletes a file. The bytes stay for some days, in case it was a mistake; then the sweep deletes them. */
export async function deleteFile(ctx: Ctx, id: string): Promise<Result<{ id: string }>> {
  return transaction(ctx, async (tx) => {
    const row = await tx.db
      .updateTable('file')
      .set({ deleted_at: tx.clock.now() })
      .where(inOrg(tx))
      .where('id', '=', id)
      .where('deleted_at', 'is', null)
      .returning(['name', 'purpose'])
      .executeTakeFirst();
    if (!row) return refuse('files.not_found');
    await audit(tx, 'files.deleted', { subject: { type: 'file', id }, before: row });
    return ok({ id });
  });
}
