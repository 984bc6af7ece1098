import { pageBrand } from '../../../kernel/branding/index.ts';
import { credentialUrl, findCredential, qrMatrix, tokensIn } from '../../../kernel/credentials/index.ts';
import { type Ctx, inOrg, onOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { STUDENT } from '../names.ts';
import { stepsFrom } from './changing-code.rule.ts';
import { bytesOf, CHANGING } from './changing-token.rule.ts';
import type { ShownCode } from './contract.ts';

/** Five minutes: a phone can go on that long without a network, and the codes are too few to be worth stealing. */
const STEPS = 10;

/**
 * A phone's codes of the next minutes, to be drawn as pictures, and the server's time. Refuses with
 * `mess.code.key_refused`, `other_phone` (a later phone shows the code now) and `ended` (the student has left, or has
 * no code).
 */
export async function showCode(ctx: Ctx, phoneId: string): Promise<Result<ShownCode>> {
  const row = await ctx.db
    .selectFrom('mess_code_phone as f')
    .innerJoin('mess_student as s', onOrg('s.id', 'f.student_id'))
    .innerJoin('person as p', onOrg('p.id', 's.person_id'))
    .select(['f.ended_at', 's.id', 's.state', 's.roll_number', 's.room', 'p.name'])
    .where(inOrg(ctx, 'f'))
    .where('f.id', '=', phoneId)
    .executeTakeFirst();
  if (!row) return refuse('mess.code.key_refused');
  if (row.ended_at) return refuse('mess.code.other_phone');
  const credential = await findCredential(ctx, { subjectType: STUDENT, subjectId: row.id });
  if (!credential || credential.revokedAt) return refuse('mess.code.ended');
  const now = ctx.clock.now();
  const steps = stepsFrom(now, STEPS);
  const ends = steps.map(({ until }) => bytesOf(until));
  const tokens = await tokensIn(CHANGING, ctx, credential, ends);
  return ok({
    organization: orgOf(ctx).name,
    brand: await pageBrand(ctx),
    name: row.name,
    roll_number: row.roll_number,
    room: row.room,
    suspended: row.state !== 'approved',
    now: now.getTime(),
    steps: steps.map(({ from, to }, i) => ({
      from,
      to,
      ...packed(credentialUrl(ctx.config.PUBLIC_URL, tokens[i] ?? '')),
    })),
  });
}

/** A QR as bits: a tenth of a picture's size, for a slow phone connection. */
function packed(text: string): { size: number; bits: string } {
  const { size, dark } = qrMatrix(text);
  const bytes = new Uint8Array(Math.ceil(dark.length / 8));
  for (const [i, bit] of dark.entries()) if (bit) bytes[i >> 3] = (bytes[i >> 3] as number) | (0x80 >> (i & 7));
  return { size, bits: Buffer.from(bytes).toString('base64url') };
}
