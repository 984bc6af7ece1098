import type { Refusal } from '../lib/result.ts';
import type { RawRow } from './define.ts';

/** A fault of one cell, or of the row when `column` is null. */
export type Fault = {
  /** The column's key. */
  column: string | null;
  value: string | null;
  code: string;
  /** For the placeholders of the text. */
  detail?: Record<string, string | number>;
};

const MAX_VALUE_LENGTH = 200;

export function faultsOf(refusal: Refusal, cells: RawRow): Fault[] {
  const { code, detail, fields } = refusal;
  const more = detail ? { detail } : {};
  if (!fields || Object.keys(fields).length === 0) return [{ column: null, value: null, code, ...more }];
  return Object.entries(fields).map(([column, fieldCode]) => ({
    column,
    value: short(cells[column]),
    code: fieldCode,
    ...more,
  }));
}

export function short(value: string | undefined): string | null {
  return value ? value.slice(0, MAX_VALUE_LENGTH) : null;
}
