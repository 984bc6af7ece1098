import { createHash } from 'node:crypto';
import { renderQr } from '../../../kernel/credentials/index.ts';
import { type Ctx, inOrg, onOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { definePurpose, putFile } from '../../../kernel/files/index.ts';
import { ok, type Result } from '../../../kernel/lib/result.ts';

/** A student's code as a picture for their chat. It is redrawn when it is missing, so deleting it loses nothing. */
export const qrPictureFile = definePurpose({
  name: 'mess.qr',
  accept: ['image'],
  maxBytes: 1_000_000,
  read: 'mess.student.qr',
  keepDays: 30,
});

/** Sharp on any phone, and small: 5 to 10 kB. */
const PIXELS = 640;

/**
 * The stored picture of a student's code, drawn now if there is none. Answers the file's uuid; refuses as putFile does.
 * @param qr the code's text
 */
export async function qrPicture(ctx: Ctx, student_id: string, qr: string): Promise<Result<string>> {
  const organization_id = orgOf(ctx).id;
  // The key depends on the text, so a new code never shows the old picture.
  const mark = createHash('sha256').update(qr).digest('hex').slice(0, 32);
  const known = await ctx.db
    .selectFrom('mess_qr_picture as q')
    .innerJoin('file as f', onOrg('f.id', 'q.file_id'))
    .select('f.id')
    .where(inOrg(ctx, 'q'))
    .where('q.student_id', '=', student_id)
    .where('q.mark', '=', mark)
    .where('f.deleted_at', 'is', null)
    .executeTakeFirst();
  if (known) return ok(known.id);
  const bytes = await renderQr(qr, 'png', { size: PIXELS });
  const stored = await putFile(ctx, { bytes, name: 'qr.png', purpose: qrPictureFile });
  if (!stored.ok) return stored;
  const drawn = { mark, file_id: stored.data.id };
  await ctx.db
    .insertInto('mess_qr_picture')
    .values({ organization_id, student_id, ...drawn })
    .onConflict((on) => on.columns(['organization_id', 'student_id']).doUpdateSet(drawn))
    .execute();
  return ok(stored.data.id);
}
