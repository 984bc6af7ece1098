import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import { definePurpose } from '../../../kernel/files/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';

/** A picture on an item's key; small, because a desk loads a hundred of them. */
export const itemPicture = definePurpose({
  name: 'exhibition.item',
  accept: ['image'],
  maxBytes: 10_000_000,
  read: 'exhibition.read',
  upload: 'exhibition.manage',
  maxSide: 400,
});

/** Refuses anything but a stored picture of an item; none is allowed. */
export async function checkPicture(ctx: Ctx, fileId: string | null | undefined): Promise<Result<null>> {
  if (!fileId) return ok(null);
  const file = await ctx.db
    .selectFrom('file')
    .select('id')
    .where(inOrg(ctx))
    .where('id', '=', fileId)
    .where('purpose', '=', itemPicture.name)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  const code = 'exhibition.item.picture_unknown';
  return file ? ok(null) : refuse(code, undefined, { image_file_id: code });
}
