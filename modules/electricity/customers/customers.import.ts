import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import { defineImport, NAME_PARTS, NAME_TITLES } from '../../../kernel/imports/index.ts';
import { nameText } from '../../../kernel/lib/clean-text.ts';
import { ok, refuse } from '../../../kernel/lib/result.ts';
import { addCustomer, type NewCustomer } from './add-customer.action.ts';
import { readKind } from './kind.rule.ts';

/**
 * Households and institutions from a list. One of the same name and kind is a duplicate, about which a person decides:
 * two families may have one name. Nobody acts for them until an account claims a meter or is invited.
 */
export const customersImport = defineImport<NewCustomer>({
  name: 'electricity.customers',
  permission: 'electricity.manage',
  columns: [
    {
      key: 'name',
      titles: ['Name', 'Customer', 'Customer name', 'Holder', 'नाम', 'Nombre', ...NAME_TITLES],
      parts: NAME_PARTS,
      kind: 'name',
      required: true,
      example: 'Aline Uwase',
    },
    { key: 'kind', titles: ['Kind', 'Customer type', 'Kind of holder', 'Type'], example: 'household' },
  ],
  parseRow(_ctx, raw) {
    const name = nameText(raw.name ?? '');
    if (name === '') return refuse('electricity.name_blank', undefined, { name: 'electricity.name_blank' });
    if (name.length > 255) return refuse('http.invalid', { limit: 255 }, { name: 'field.maxLength' });
    const code = 'electricity.import.kind_unknown';
    const kind = readKind(raw.kind ?? '');
    return kind ? ok({ kind, name }) : refuse(code, undefined, { kind: code });
  },
  same: [{ column: 'name', of: ({ kind, name }) => `${kind} ${name.toLowerCase()}` }],
  findSame: findCustomers,
  // What a list of customers says of one that is there, it says already.
  updateRows: async () => ok(null),
  async writeRows(tx, rows, _context, { made }) {
    for (const row of rows) made((await addCustomer(tx, row)).id);
  },
});

async function findCustomers(ctx: Ctx, rows: NewCustomer[]) {
  const known = await ctx.db
    .selectFrom('electricity_customer')
    .select(['id', 'kind', 'name'])
    .where(inOrg(ctx))
    .where((eb) => eb(eb.fn<string>('lower', ['name']), 'in', [...new Set(rows.map(({ name }) => name.toLowerCase()))]))
    .orderBy('id', 'desc')
    .execute();
  const byKey = new Map(known.map((one) => [`${one.kind} ${one.name.toLowerCase()}`, one]));
  return rows.map(({ kind, name }) => {
    const one = byKey.get(`${kind} ${name.toLowerCase()}`);
    return one ? { id: one.id, code: '', name: one.name, column: 'name' } : null;
  });
}
