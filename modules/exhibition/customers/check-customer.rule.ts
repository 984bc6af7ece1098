import { nameText, visibleText } from '../../../kernel/lib/clean-text.ts';
import { readEmail, readPhone } from '../../../kernel/lib/contact.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { isGstin } from '../gst.rule.ts';

type Contact = { name: string; email: string; phone: string; tax_number: string; address: string };
/** More would not fit on a document's head. */
const ADDRESS_LINES = 6;

/** Which of them an organization makes compulsory. */
export type Compulsory = { email_required: boolean; phone_required: boolean };

/**
 * What is known of a customer, in stored form; all faults at once, each at its field. Absent fields are not checked; an
 * empty e-mail, phone, tax number or address is none. A tax number in India is a GSTIN.
 */
export function checkCustomer<T extends Partial<Contact> & { keep_phone?: boolean }>(
  input: T,
  country: string,
  compulsory: Compulsory,
): Result<Pick<T & Contact, keyof Contact & keyof T>> {
  const fields: Record<string, string> = {};
  const kept: Partial<Contact> = {};
  const read = (name: 'email' | 'phone', required: boolean, as: (text: string) => Result<string>) => {
    const text = input[name];
    if (text === undefined) return;
    if (text.trim() === '' && !required) {
      kept[name] = '';
      return;
    }
    const contact = as(text);
    if (contact.ok) kept[name] = contact.data;
    else fields[name] = text.trim() === '' ? 'field.required' : contact.code;
  };
  if (input.name !== undefined) {
    kept.name = nameText(input.name);
    if (!kept.name) fields.name = 'exhibition.customer.name_blank';
  }
  read('email', compulsory.email_required, readEmail);
  read('phone', compulsory.phone_required, (text) => readPhone(text, country, input.keep_phone));
  if (input.tax_number !== undefined) {
    kept.tax_number = nameText(input.tax_number);
    if (country === 'IN' && kept.tax_number !== '') {
      kept.tax_number = kept.tax_number.replaceAll(/[\s-]/g, '').toUpperCase();
      if (!isGstin(kept.tax_number)) fields.tax_number = 'exhibition.customer.gstin';
    }
  }
  if (input.address !== undefined) {
    const lines = input.address.split('\n').map(nameText);
    kept.address = visibleText(lines.filter((line) => line !== '').join('\n'));
    if (kept.address.split('\n').length > ADDRESS_LINES) fields.address = 'exhibition.customer.address_long';
  }
  const faults = Object.values(fields);
  if (faults.length > 0) return refuse(faults.length === 1 ? (faults[0] as string) : 'http.invalid', undefined, fields);
  return ok(kept as Pick<T & Contact, keyof Contact & keyof T>);
}
