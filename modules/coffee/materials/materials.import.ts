import { orgOf } from '../../../kernel/ctx/index.ts';
import { defineImport } from '../../../kernel/imports/index.ts';
import { formatAmount } from '../../../kernel/lib/money.ts';
import { ok, type Refusal, refuse } from '../../../kernel/lib/result.ts';
import { checkMaterial, type TableRow } from './check-material.rule.ts';
import type { Material } from './contract.ts';
import { materialsByCode } from './materials.query.ts';
import { changeMaterial, insertMaterial } from './save-material.action.ts';

/**
 * Materials from a CSV. A row whose code is known changes that material's name, specification and cost, when asked; a
 * column that the file lacks, and an empty cell, change nothing. The unit stays, because levels and recipes stand on
 * it: a row with another one is refused.
 */
export const materialsImport = defineImport<TableRow>({
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
  async checkRows(ctx, rows) {
    const known = await materialsByCode(
      ctx,
      rows.map(({ code }) => code),
    );
    return rows.map((row) => otherUnit(row, known.get(row.code)));
  },
  async updateRows(tx, rows) {
    const { currency } = orgOf(tx);
    for (const { row, id } of rows) {
      const { name, specification, cost_minor } = row;
      const changed = await changeMaterial(tx, id, {
        name,
        ...(specification !== null && { specification }),
        ...(cost_minor !== null && { cost: formatAmount(cost_minor, currency) }),
      });
      if (!changed.ok) return changed;
      // An earlier row of the same file made it.
      const refused = otherUnit(row, changed.data);
      if (refused) return refused;
    }
    return ok(null);
  },
  async writeRows(tx, rows, _context, { made }) {
    for (const row of rows) {
      const { specification, cost_minor } = row;
      const added = await insertMaterial(tx, {
        ...row,
        specification: specification ?? '',
        cost_minor: cost_minor ?? 0,
      });
      if (!added.ok) return added;
      made(added.data.id);
    }
    return ok(null);
  },
});

function otherUnit({ unit }: TableRow, known: Material | undefined): Refusal | null {
  if (!known || known.unit === unit) return null;
  return refuse('coffee.material.unit_fixed', { unit: known.unit }, { unit: 'coffee.material.unit_fixed' });
}
