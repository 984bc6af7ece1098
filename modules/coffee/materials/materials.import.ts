import { orgOf } from '../../../kernel/ctx/index.ts';
import { defineImport } from '../../../kernel/imports/index.ts';
import { formatAmount } from '../../../kernel/lib/money.ts';
import { ok } from '../../../kernel/lib/result.ts';
import { checkMaterial, type MaterialRow } from './check-material.rule.ts';
import { materialsByCode } from './materials.query.ts';
import { changeMaterial, insertMaterial } from './save-material.action.ts';

/** Materials from a CSV. A row whose code is known changes that material's name, specification and cost, when asked. */
export const materialsImport = defineImport<MaterialRow>({
  name: 'coffee.materials',
  permission: 'coffee.manage',
  columns: [
    { key: 'code', titles: ['Code', 'Código', 'कोड'], required: true, example: 'beans-house' },
    { key: 'name', titles: ['Name', 'Nombre', 'नाम'], required: true, example: 'House blend' },
    { key: 'unit', titles: ['Unit', 'Unidad', 'इकाई'], required: true, example: 'g' },
    { key: 'specification', titles: ['Specification', 'Especificación', 'विवरण'], example: 'Arabica, 1 kg bags' },
    { key: 'cost', titles: ['Cost', 'Costo', 'लागत'], example: '12.50' },
  ],
  parseRow: (ctx, raw) => checkMaterial(raw, orgOf(ctx).currency),
  same: [{ column: 'code', of: ({ code }) => code }],
  async findSame(ctx, rows) {
    const known = await materialsByCode(
      ctx,
      rows.map(({ code }) => code),
    );
    return rows.map(({ code }) => {
      const one = known.get(code);
      return one ? { id: one.id, code, name: one.name, column: 'code' } : null;
    });
  },
  async updateRows(tx, rows) {
    const { currency } = orgOf(tx);
    for (const { row, id } of rows) {
      const { name, specification, cost_minor } = row;
      const changed = await changeMaterial(tx, id, { name, specification, cost: formatAmount(cost_minor, currency) });
      if (!changed.ok) return changed;
    }
    return ok(null);
  },
  async writeRows(tx, rows, _context, { made }) {
    for (const row of rows) {
      const added = await insertMaterial(tx, row);
      if (!added.ok) return added;
      made(added.data.id);
    }
    return ok(null);
  },
});
