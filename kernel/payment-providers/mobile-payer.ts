/** The phone that an operator of mobile money asks. */
import { type Ctx, orgOf } from '../ctx/index.ts';
import { nationalPhone, readPhone } from '../lib/contact.ts';
import { type Result, refuse } from '../lib/result.ts';

/**
 * A payer's phone in E.164, from any usual writing; it must be of the operator's country, unless that is null.
 * Which operator serves a number can't be told from its digits, since people take them along.
 *
 * Refuses with `payments.payer_blank`, `people.phone_malformed`, `payments.payer_country`.
 */
export function readPayer(ctx: Ctx, typed: string, country: string | null): Result<string> {
  if (!typed.trim()) return refuse('payments.payer_blank', undefined, { payer: 'payments.payer_blank' });
  const phone = readPhone(typed.slice(0, 40), country ?? orgOf(ctx).country);
  if (!phone.ok) return { ...phone, fields: { payer: phone.code } };
  if (country && nationalPhone(phone.data)?.country !== country)
    return refuse('payments.payer_country', { country: nameOf(ctx, country) }, { payer: 'payments.payer_country' });
  return phone;
}

const nameOf = (ctx: Ctx, country: string) =>
  new Intl.DisplayNames([ctx.locale], { type: 'region' }).of(country) ?? country;

/** A payer as an operator reports it (250788…, 0788…), in E.164; as it is when that is no number; null for none. */
export function payerFrom(ctx: Ctx, reported: unknown, country: string | null): string | null {
  const text = typeof reported === 'string' || typeof reported === 'number' ? String(reported).trim().slice(0, 40) : '';
  if (!text) return null;
  const international = readPhone(`+${text.replace(/^\+/, '')}`, country ?? orgOf(ctx).country);
  if (international.ok) return international.data;
  const national = readPhone(text, country ?? orgOf(ctx).country);
  return national.ok ? national.data : text;
}
