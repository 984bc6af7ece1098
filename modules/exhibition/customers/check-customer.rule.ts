import { readEmail, readPhone } from '../../../kernel/lib/contact.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';

type Contact = { name: string; email: string; phone: string };

/** Name, e-mail and phone in stored form; all faults at once, each at its field. Absent fields are not checked. */
export function checkCustomer<T extends Partial<Contact>>(
  input: T,
  country: string,
): Result<Pick<T & Contact, keyof Contact & keyof T>> {
  const fields: Record<string, string> = {};
  const kept: Partial<Contact> = {};
  if (input.name !== undefined) {
    kept.name = input.name.trim().replace(/\s+/g, ' ');
    if (!kept.name) fields.name = 'exhibition.customer.name_blank';
  }
  const email = input.email === undefined ? undefined : readEmail(input.email);
  if (email?.ok) kept.email = email.data;
  else if (email) fields.email = email.code;
  const phone = input.phone === undefined ? undefined : readPhone(input.phone, country);
  if (phone?.ok) kept.phone = phone.data;
  else if (phone) fields.phone = phone.code;
  const faults = Object.values(fields);
  if (faults.length > 0) return refuse(faults.length === 1 ? (faults[0] as string) : 'http.invalid', undefined, fields);
  return ok(kept as Pick<T & Contact, keyof Contact & keyof T>);
}
