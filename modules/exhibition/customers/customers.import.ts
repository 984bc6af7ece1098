import { orgOf } from '../../../kernel/ctx/index.ts';
import {
  bareEmail,
  defineImport,
  EMAIL_TITLES,
  NAME_PARTS,
  NAME_TITLES,
  PHONE_TITLES,
} from '../../../kernel/imports/index.ts';
import { parseShortId } from '../../../kernel/lib/ids.ts';
import { ok, refuse } from '../../../kernel/lib/result.ts';
import { getSettings } from '../../../kernel/settings/index.ts';
import { exhibitionFor } from '../exhibitions/open-exhibition.query.ts';
import { answersFrom } from '../form/answers.rule.ts';
import type { Answer, Field } from '../form/contract.ts';
import { fieldsOf } from '../form/form.query.ts';
import { exhibitionSettings } from '../settings.ts';
import { changeCustomer } from './change-customer.action.ts';
import { checkCustomer } from './check-customer.rule.ts';
import { CODE_LENGTH } from './reference.rule.ts';
import { registerCustomer } from './register-customer.action.ts';
import { resendWelcome } from './resend-welcome.action.ts';
import { sameCustomers } from './same-customers.query.ts';

type Row = {
  code: string | null;
  name: string;
  email: string;
  phone: string;
  tax_number?: string;
  address?: string;
  keep_phone: boolean;
  /** null: the list says nothing of them */
  answers: Answer[] | null;
};

/**
 * Customers from a CSV, each registered as at the desk: ID, QR code, e-mail. A row is a duplicate if a customer has its
 * ID, or if a customer of the same exhibition has its address or telephone number. People register again for each
 * exhibition. The form's `exhibition_id` names the exhibition.
 */
export const customersImport = defineImport<Row, { exhibition_id: string; fields: Field[] }>({
  name: 'exhibition.customers',
  permission: 'exhibition.customer.write',
  columns: [
    // For a file that was exported here; a new customer gets a new ID.
    { key: 'code', titles: ['ID', 'Customer ID', 'आईडी'] },
    {
      key: 'name',
      titles: ['Name', 'Full name', 'Customer', 'Customer name', 'नाम', 'Nombre', ...NAME_TITLES],
      parts: NAME_PARTS,
      kind: 'name',
      required: true,
      example: 'Asha Verma',
    },
    {
      key: 'email',
      titles: EMAIL_TITLES,
      kind: 'email',
      example: 'asha@example.org',
    },
    {
      key: 'phone',
      titles: PHONE_TITLES,
      kind: 'phone',
      example: '98765 43210',
    },
    {
      key: 'tax_number',
      titles: [
        'Tax number',
        'GSTIN',
        'GST number',
        'GST no',
        'VAT number',
        'TIN',
        'कर संख्या',
        'जीएसटीआईएन',
        'Número fiscal',
        'RFC',
        'NIT',
      ],
    },
    { key: 'address', titles: ['Address', 'Billing address', 'पता', 'Dirección'] },
    // As they are exported: one line, or one part between semicolons, for each question of the registration page.
    { key: 'answers', titles: ['Answers', 'उत्तर', 'Respuestas'] },
  ],
  async prepare(ctx, { exhibition_id }) {
    const exhibition = await exhibitionFor(ctx, exhibition_id || undefined);
    if (!exhibition.ok) return exhibition;
    const { id } = exhibition.data;
    return ok({ exhibition_id: id, fields: await fieldsOf(ctx, id) });
  },
  async parseRow(ctx, raw, { fields }, { asTyped }) {
    const contact = { name: raw.name ?? '', email: bareEmail(raw.email ?? ''), phone: raw.phone ?? '' };
    // A column that the file does not have changes nothing.
    const { tax_number, address } = raw;
    const business = { ...(tax_number !== undefined && { tax_number }), ...(address !== undefined && { address }) };
    const row = { ...contact, ...business, keep_phone: asTyped };
    if (row.name.length > 255) return refuse('http.invalid', { limit: 255 }, { name: 'field.maxLength' });
    const checked = checkCustomer(row, orgOf(ctx).country, await getSettings(ctx, exhibitionSettings));
    if (!checked.ok) return checked;
    const answers = answersFrom(raw.answers ?? '', fields);
    if (!answers.ok) return answers;
    const code = parseShortId(raw.code ?? '', CODE_LENGTH);
    return ok({ code, keep_phone: asTyped, answers: answers.data, ...checked.data });
  },
  same: [
    { column: 'code', of: (row) => row.code },
    { column: 'email', of: (row) => row.email.toLowerCase() || null },
    { column: 'phone', of: (row) => row.phone || null },
  ],
  findSame: (ctx, rows, { exhibition_id }) => sameCustomers(ctx, rows, exhibition_id),
  async updateRows(tx, rows) {
    for (const { row, id } of rows) {
      const { code: _, answers, ...contact } = row;
      const changed = await changeCustomer(tx, id, contact, answers);
      if (!changed.ok) return changed;
    }
    return ok(null);
  },
  async writeRows(tx, rows, { exhibition_id }, { send, made }) {
    for (const { code: _, answers, ...contact } of rows) {
      const options = { welcome: send, answers: answers ?? [] };
      const registered = await registerCustomer(tx, { ...contact, exhibition_id }, options);
      if (!registered.ok) return registered;
      made(registered.data.id);
    }
    return ok(null);
  },
  send: (tx, ids) => resendWelcome(tx, ids),
});
