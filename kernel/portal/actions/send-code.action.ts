import { attemptsOf, countAttempt, hourOf } from '../../auth/index.ts';
import { countText } from '../../channels/index.ts';
import { type Ctx, orgOf } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { addressKey } from '../../lib/address.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { sendMessage } from '../../messages/index.ts';
import { hasSms } from '../about.ts';
import { readAddress } from '../account.ts';
import { portalCodeMessage, sealCode } from '../code-message.ts';
import { hashCode, newCode } from '../codes.ts';
import type { CodeInput } from '../contract.ts';
import { CODE_MINUTES } from '../limits-contract.ts';

/**
 * Codes of an hour, then with growing pauses until its end: for one recipient; from one address, which the customers of
 * a mobile operator share; and of the organization, whose SMS bill they run up.
 */
const FREE_AN_HOUR = { recipient: 5, address: 200, organization: 1000 };

/**
 * Sends a code to an address, by mail or SMS, that signs its reader in or up, or adds the address to an account. The
 * answer is the same with and without an account. Refusals: `portal.no_sms` (none is set up), `portal.address_wanted`,
 * `people.email_malformed`, `people.phone_malformed`, `auth.too_many_attempts`, those of `countText`.
 */
export async function sendCode(ctx: Ctx, input: CodeInput): Promise<Result<null>> {
  const address = readAddress(ctx, input);
  if (!address.ok) return address;
  const { column, value } = address.data;
  const channel = column === 'phone' ? 'sms' : 'email';
  if (channel === 'sms' && !(await hasSms(ctx))) return refuse('portal.no_sms', undefined, { phone: 'portal.no_sms' });
  const organization_id = orgOf(ctx).id;
  const what = ['portal code', organization_id, hourOf(ctx)];
  const counted = await countAttempt(ctx, [
    attemptsOf(FREE_AN_HOUR.recipient, ...what, 'to', value),
    attemptsOf(FREE_AN_HOUR.address, ...what, 'from', addressKey(ctx.ip)),
    attemptsOf(FREE_AN_HOUR.organization, ...what),
  ]);
  if (!counted.ok) return counted;
  // The code and its message.
  const written = await countText(ctx, `portal ${addressKey(ctx.ip)}`, Buffer.byteLength(value), 2);
  if (!written.ok) return written;
  const code = newCode();
  const row = {
    code_hash: hashCode(ctx, address.data, code),
    failures: 0,
    asked_from: addressKey(ctx.ip),
    expires_at: new Date(ctx.clock.now().getTime() + CODE_MINUTES * 60_000),
  };
  return transaction(ctx, async (tx) => {
    await tx.db
      .insertInto('portal_code')
      .values({ organization_id, address: value, ...row })
      .onConflict((same) => same.columns(['organization_id', 'address']).doUpdateSet(row))
      .execute();
    await sendMessage(tx, {
      channel,
      to: value,
      template: portalCodeMessage,
      params: { sealed: sealCode(tx, code) },
      language: input.language ?? tx.locale,
    });
    return ok(null);
  });
}
