import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import { definePurpose } from '../../../kernel/files/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';

/** A photo for the door; small, because scanners download it. */
export const studentPhoto = definePurpose({
  name: 'mess.photo',
  accept: ['image'],
  maxBytes: 10_000_000,
  read: 'mess.read',
  upload: 'mess.student.write',
  maxSide: 600,
});

/** Refuses with `mess.student.photo_unknown` unless it is a stored file; no photo is allowed. */
export async function checkPhoto(ctx: Ctx, fileId: string | null | undefined): Promise<Result<null>> {
  if (!fileId) return ok(null);
  const file = await ctx.db
    .selectFrom('file')
    .select('id')
    .where(inOrg(ctx))
    .where('id', '=', fileId)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  return file
    ? ok(null)
    : refuse('mess.student.photo_unknown', undefined, { photo_file_id: 'mess.student.photo_unknown' });
}
