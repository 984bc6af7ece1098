import { type Ctx, orgOf } from '../ctx/index.ts';
import { nameText } from '../lib/clean-text.ts';
import { readEmail, readPhone } from '../lib/contact.ts';
import { ok, type Result, refuse } from '../lib/result.ts';
import type { PersonPatch } from './contract.ts';

export type PersonFields = { name?: string; phone?: string | null; email?: string | null; language?: string };

/** Input in the stored form; missing fields stay missing, an empty phone or address becomes null. */
export function readPerson(ctx: Ctx, input: PersonPatch): Result<PersonFields> {
  const fields: PersonFields = {};
  if (input.name !== undefined) {
    fields.name = nameText(input.name).slice(0, 255);
    if (!fields.name) return refuse('people.name_missing', undefined, { name: 'people.name_missing' });
  }
  if (input.phone !== undefined) {
    const phone = input.phone?.trim() ? readPhone(input.phone, orgOf(ctx).country, input.keep_phone) : ok(null);
    if (!phone.ok) return { ...phone, fields: { phone: phone.code } };
    fields.phone = phone.data;
  }
  if (input.email !== undefined) {
    const email = input.email?.trim() ? readEmail(input.email) : ok(null);
    if (!email.ok) return { ...email, fields: { email: email.code } };
    fields.email = email.data;
  }
  if (input.language !== undefined) fields.language = ctx.services.translator.negotiate(undefined, input.language);
  return ok(fields);
}
