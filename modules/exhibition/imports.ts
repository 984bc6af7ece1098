import { orgOf } from '../../kernel/ctx/index.ts';
import { defineImport } from '../../kernel/imports/index.ts';
import { ok, refuse } from '../../kernel/lib/result.ts';
import { registerCustomer } from './actions/register-customer.ts';
import { checkCustomer } from './domain/check-customer.ts';
import { getExhibition } from './queries/exhibitions.ts';
import { openExhibition } from './queries/open-exhibition.ts';

type Row = { name: string; email: string; phone: string };

/** Customers from a CSV, each registered as if at the desk: ID, QR code, e-mail. The form's `exhibition_id` says where. */
export const customersImport = defineImport<Row, { exhibition_id: string }>({
  name: 'exhibition.customers',
  permission: 'exhibition.customer.write',
  columns: [
    { key: 'name', titles: ['Name', 'Full name', 'नाम'], required: true, example: 'Asha Verma' },
    { key: 'email', titles: ['E-mail', 'Mail', 'ई-मेल'], required: true, example: 'asha@example.org' },
    { key: 'phone', titles: ['Phone', 'Mobile', 'Telephone', 'फ़ोन'], required: true, example: '98765 43210' },
  ],
  async prepare(ctx, { exhibition_id }) {
    const exhibition = exhibition_id ? await getExhibition(ctx, exhibition_id) : await openExhibition(ctx);
    if (!exhibition.ok) return exhibition;
    return ok({ exhibition_id: typeof exhibition.data === 'string' ? exhibition.data : exhibition.data.id });
  },
  parseRow(ctx, raw) {
    const row = { name: raw.name ?? '', email: raw.email ?? '', phone: raw.phone ?? '' };
    if (row.name.length > 255) return refuse('http.invalid', undefined, { name: 'field.maxLength' });
    return checkCustomer(row, orgOf(ctx).country);
  },
  async writeRows(tx, rows, { exhibition_id }) {
    for (const row of rows) {
      const registered = await registerCustomer(tx, { ...row, exhibition_id });
      if (!registered.ok) return registered;
    }
    return ok(null);
  },
});
