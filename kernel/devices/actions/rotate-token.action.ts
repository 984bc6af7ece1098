import { audit } from '../../audit/index.ts';
import { type Ctx, inOrg } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { hashSecret } from '../../lib/tokens.ts';
import { sendMessage } from '../../messages/index.ts';
import { copiedMail } from '../copied-mail.ts';
import { DEVICE } from '../names.ts';
import { giveToken } from './enrol.action.ts';

/**
 * Returns the next token of the calling device. The current one works until an hour after the first use of the next, so
 * a lost answer does no harm: the device asks again and gets another. Refuses a device with a key (`devices.has_key`),
 * which gets its tokens with that.
 *
 * A token whose next one is in use already still serves requests under way, but gets no further token: the device has
 * the next one, so somebody else has a copy of one of them. Then all tokens of the device end, the owners get a mail,
 * and a person sets the device up again with a new code (`devices.refused`).
 * @param shown the token that the caller showed
 */
export async function rotateToken(ctx: Ctx, shown: string | null): Promise<Result<{ token: string }>> {
  const rotated = await transaction<{ token: string } | 'copied'>(ctx, async (tx) => {
    const id = String(tx.actor.id);
    const device = await tx.db
      .selectFrom('device')
      .select(['name', 'public_key'])
      .where(inOrg(tx))
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst();
    if (!device) return refuse('devices.not_found');
    if (device.public_key !== null) return refuse('devices.has_key');
    const standing = shown === null ? 'current' : await standingOf(tx, shown);
    // Another request of this moment has ended it since the caller was looked up.
    if (standing === 'ended') return refuse('devices.refused');
    if (standing === 'replaced') {
      await endTokens(tx, id, device.name);
      // Not a refusal here: a refusal would roll the end back.
      return ok('copied');
    }
    await tx.db
      .deleteFrom('device_token')
      .where(inOrg(tx))
      .where('device_id', '=', id)
      .where((is) => is.or([is('used_at', 'is', null), is('expires_at', '<=', tx.clock.now())]))
      .execute();
    const token = await giveToken(tx, id, null);
    await audit(tx, 'devices.token_rotated', { subject: { type: DEVICE, id }, after: { name: device.name } });
    return ok({ token });
  });
  if (!rotated.ok) return rotated;
  return rotated.data === 'copied' ? refuse('devices.refused') : ok(rotated.data);
}

/** `replaced`: the next token is in use, which gives the earlier ones an end. */
async function standingOf(tx: Ctx, shown: string): Promise<'current' | 'replaced' | 'ended'> {
  const row = await tx.db
    .selectFrom('device_token')
    .select('expires_at')
    .where(inOrg(tx))
    .where('device_id', '=', String(tx.actor.id))
    .where('token_hash', '=', hashSecret(shown))
    .executeTakeFirst();
  if (!row) return 'ended';
  return row.expires_at === null ? 'current' : 'replaced';
}

async function endTokens(tx: Ctx, id: string, name: string): Promise<void> {
  await tx.db.deleteFrom('device_token').where(inOrg(tx)).where('device_id', '=', id).execute();
  await audit(tx, 'devices.token_copied', { subject: { type: DEVICE, id }, after: { name } });
  const owners = await tx.db
    .selectFrom('membership as m')
    .innerJoin('auth_user as u', 'u.id', 'm.user_id')
    .select(['u.id', 'u.email', 'u.language'])
    .where(inOrg(tx, 'm'))
    .where('m.role', '=', 'owner')
    .orderBy('u.id')
    .execute();
  for (const owner of owners)
    await sendMessage(tx, {
      to: owner.email,
      template: copiedMail,
      params: { name },
      ...(owner.language && { language: owner.language }),
      subject: { type: 'auth.user', id: owner.id },
    });
}
