import { parseAmount } from '../../../kernel/lib/money.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';

const CODE = /^[a-z0-9][a-z0-9_-]{0,39}$/;
const UNITS: Record<string, 'g' | 'ml' | 'piece'> = {
  g: 'g',
  gram: 'g',
  grams: 'g',
  ml: 'ml',
  millilitre: 'ml',
  piece: 'piece',
  pieces: 'piece',
  pcs: 'piece',
};
const MAX_MINOR = 1_000_000_000_000;

export type MaterialRow = {
  code: string;
  name: string;
  unit: 'g' | 'ml' | 'piece';
  specification: string;
  cost_minor: number;
};

const bad = (field: string, code: string) => ({ ...refuse(code), fields: { [field]: code } });

/** Reads a cost of 1,000 units; empty: nothing. Refuses with `coffee.material.cost`. */
export function readCost(text: string, currency: string): Result<number> {
  if (text.trim() === '') return ok(0);
  const read = parseAmount(text, currency);
  return read.ok && read.data >= 0 && read.data <= MAX_MINOR ? read : bad('cost', 'coffee.material.cost');
}

/** A material of a table. Null: the table says nothing about it (no such column, or an empty cell). */
export type TableRow = Omit<MaterialRow, 'specification' | 'cost_minor'> & {
  specification: string | null;
  cost_minor: number | null;
};

/**
 * A material as people type it into a table. Refusals: `coffee.material.code`, `unit`, `cost`, `coffee.name_blank`.
 */
export function checkMaterial(raw: Record<string, string>, currency: string): Result<TableRow> {
  const code = (raw.code ?? '').trim().toLowerCase();
  const name = (raw.name ?? '').trim();
  const unit = UNITS[(raw.unit ?? '').trim().toLowerCase()];
  if (!CODE.test(code)) return bad('code', 'coffee.material.code');
  if (name === '' || name.length > 120) return bad('name', 'coffee.name_blank');
  if (!unit) return bad('unit', 'coffee.material.unit');
  const typed = (raw.cost ?? '').trim();
  const cost = typed === '' ? ok(null) : readCost(typed, currency);
  if (!cost.ok) return cost;
  const specification = (raw.specification ?? '').trim().slice(0, 500);
  return ok({ code, name, unit, specification: specification || null, cost_minor: cost.data });
}
